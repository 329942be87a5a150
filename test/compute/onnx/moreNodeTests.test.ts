import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNodeTest } from './nodeTests';
import { needPeers, runPeer } from './peers';

/** How many of the ONNX project's node tests of an operator pass; all others are refused for a reason. */
const operators: Readonly<Record<string, { passed: number; refused?: RegExp }>> = {
  BatchNormalization: { passed: 4 },
  Cos: { passed: 2 },
  GatherND: { passed: 3 },
  IsNaN: { passed: 2 },
  RMSNormalization: { passed: 19 },
  Range: { passed: 4 },
  ScatterND: { passed: 3, refused: /the reduction '(max|min)'/ },
  Sin: { passed: 2 },
  Swish: { passed: 1 },
  Tile: { passed: 2 },
  Trilu: { passed: 18 },
};

describe("ONNX's own node tests", function () {
  this.timeout(60_000);
  let folder: string;
  before(needPeers);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-node-tests-'));
    runPeer('node_tests.py', folder, ...Object.keys(operators));
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  for (const [operator, { passed, refused = /^$/ }] of Object.entries(operators)) {
    it(`${operator}: ${passed} pass, all others are refused by name`, async () => {
      const prefix = `test_${prefixes[operator] ?? operator.toLowerCase()}`;
      const names = readdirSync(folder).filter((name) => new RegExp(`^${prefix}(_|$)`).test(name));
      const outcomes = [];
      for (const name of names)
        outcomes.push(...(await runNodeTest({ name, folder: join(folder, name) })));
      const others = outcomes.filter(({ result }) => result !== 'passed');
      assert.equal(outcomes.length - others.length, passed);
      for (const { result, reason } of others) {
        assert.equal(result, 'not supported', reason);
        assert.match(reason!, refused);
      }
    });
  }
});

/** How the names of the tests begin where they do not as the operator does. */
const prefixes: Readonly<Record<string, string>> = {
  BatchNormalization: 'batchnorm',
  RMSNormalization: 'rms_normalization',
  Trilu: 'tri[lu]',
};
