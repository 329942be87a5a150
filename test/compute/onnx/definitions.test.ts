import assert from 'node:assert/strict';
import { definitions, notUnderstood } from '../../../src/onnx/conversions/definitions';
import { readableOpsets } from '../../../src/onnx/conversions';
import { needPeers, runPeer } from './peers';

describe("the definitions of ONNX's operators", () => {
  before(needPeers);

  it('changed where the table says, up to the newest opset that is read', () => {
    const all = JSON.parse(runPeer('definitions.py')) as Record<string, number[]>;
    const { oldest, newest } = readableOpsets;
    for (const [operator, opsets] of Object.entries(definitions)) {
      const changed = all[operator].filter((opset) => opset > oldest && opset <= newest);
      assert.deepEqual(opsets, changed, operator);
    }
    for (const [operator, opset] of Object.entries(notUnderstood)) {
      assert.ok(all[operator].includes(opset), operator);
    }
  });
});
