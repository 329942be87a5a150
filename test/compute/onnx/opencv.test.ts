import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { floats } from '../graph/support';
import { smallNetworks } from '../learning/networks';
import { needPeers, runPeer } from './peers';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly input: string;
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly output: string;
  readonly y: readonly number[];
}

describe('OpenCV', function () {
  this.timeout(120_000);
  before(needPeers);

  it('reads every exported network and computes what ONNX Runtime does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dnn-opencv-'));
    try {
      const cases: Case[] = [];
      for (const [name, text] of Object.entries(smallNetworks)) {
        const network = networkOf(text);
        const parameters = initialize(network, 5);
        const model = writeModel(buildInference(network), { name, initializers: parameters });
        const random = new Random(3, name);
        const shape = [1, ...network.input.shape];
        const size = shape.reduce((n, m) => n * m, 1);
        const x = Float32Array.from({ length: size }, () => random.between(-1, 1));
        const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
        const [output] = session.outputNames;
        const results = await session.run({
          [network.input.name]: new Tensor('float32', x, shape),
        });
        await session.release();
        const file = `${cases.length}.onnx`;
        writeFileSync(join(folder, file), model);
        const y = [...floats(results[output])];
        cases.push({ name, file, input: network.input.name, shape, x: [...x], output, y });
      }
      writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
      const lines = runPeer('opencv.py', folder).trim().split('\n');
      assert.equal(lines.length, cases.length);
      lines.forEach((line, i) => {
        const { name, y } = cases[i];
        const found = JSON.parse(line) as { y?: number[]; error?: string };
        assert.equal(found.error, undefined, name);
        assert.equal(found.y!.length, y.length, name);
        const worst = Math.max(...y.map((value, j) => Math.abs(value - found.y![j])));
        assert.ok(worst < 1e-4, `${name} differs by ${worst}`);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
