import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { GraphBuilder } from '../../../src/graph/builder';
import type { BoundCall } from '../../../src/language/vocabulary';
import { losses } from '../../../src/learning/losses';
import { lower } from '../../../src/network/lower';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { floats, runGraph } from '../graph/support';
import { call } from './support';

const outputs = 3;
const draws = 20_000;
/** About four standard errors. */
const tolerance = 0.02;

/** ∂²E/∂z_j∂z_k of a sample's loss where the head gives `y`. */
type Hessian = (y: Float32Array, j: number, k: number) => number;

const cases: readonly (readonly [BoundCall, string, Hessian])[] = [
  [
    call('cross_entropy', { label_smoothing: 0 }),
    'softmax',
    (p, j, k) => p[j] * (Number(j === k) - p[k]),
  ],
  [
    call('binary_cross_entropy', {}),
    'logistic',
    (p, j, k) => (j === k ? (p[j] * (1 - p[j])) / outputs : 0),
  ],
  [call('mse', {}), 'tanh', (_, j, k) => (j === k ? 2 / outputs : 0)],
  [call('reconstruction', { by: 'squared' }), 'linear', (_, j, k) => (j === k ? 2 / outputs : 0)],
];

describe('random numbers that tell the curvature of a loss', () => {
  for (const [loss, activation, hessian] of cases) {
    it(`have the covariance of the second derivatives of ${loss.name}, and the mean zero`, async () => {
      const network = networkOf(
        `network Net { input x[${outputs}]; output: dense(${outputs}, bias: false) ${activation} }`,
      );
      const graph = new GraphBuilder();
      const lowered = lower(network, graph, {
        batch: draws,
        training: true,
        parameter: (key, shape) => graph.input(key, 'float32', shape),
      });
      const [head] = lowered.outputs;
      const uniform = graph.input('uniform', 'float32', [draws, outputs]);
      const entry = losses.of(loss);
      const { at, numbers } = entry.scatter!({ graph, head, arguments: loss.arguments }, uniform);
      assert.ok(at === head.logits || at === head.output);
      graph.output('numbers', numbers);
      graph.output('y', head.output);
      const row = [0.8, -0.5, 0.1];
      const results = await runGraph(graph.build(), {
        [network.input.name]: new Tensor(
          'float32',
          Float32Array.from({ length: draws * outputs }, (_, i) => row[i % outputs]),
          [draws, outputs],
        ),
        'output.weight': new Tensor('float32', Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3]),
        uniform: new Tensor(
          'float32',
          new Random(3).fillUniform(new Float32Array(draws * outputs)),
          [draws, outputs],
        ),
      });
      const found = floats(results.numbers);
      const mean = (of: (n: number) => number): number => {
        let sum = 0;
        for (let n = 0; n < draws; n++) sum += of(n * outputs);
        return sum / draws;
      };
      for (let j = 0; j < outputs; j++) {
        assert.ok(Math.abs(mean((at) => found[at + j])) < tolerance);
        for (let k = 0; k < outputs; k++) {
          const covariance = mean((at) => found[at + j] * found[at + k]);
          const expected = hessian(floats(results.y), j, k);
          assert.ok(Math.abs(covariance - expected) < tolerance, `${covariance}, ${expected}`);
        }
      }
    });
  }
});
