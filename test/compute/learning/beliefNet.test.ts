import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { InferenceSession } from '../../../src/compute/devices/onnxRuntime';
import { chain, networkOf } from '../../unit/network/support';
import { floats } from '../graph/support';
import { tensor } from './support';

const [visible, middle, top, classes, batch] = [6, 5, 3, 2, 4];
const samples = Float32Array.from({ length: batch * visible }, (_, i) => ((i * 7) % 3) % 2);

const text = (iterations: number, scale: number) =>
  chain(
    `x[${visible}]`,
    `output B: belief_net(${classes}, units: [${middle}, ${top}], iterations: ${iterations}, init: normal(${scale}))`,
  );

/** The bounds of all samples, one for each class. */
async function bounds(iterations: number, scale: number): Promise<Float32Array> {
  const network = networkOf(text(iterations, scale));
  const initializers = initialize(network, 5);
  const model = writeModel(buildInference(network), { name: 'Net', initializers });
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const found = await session.run({ x: tensor(samples, [batch, visible]) });
  await session.release();
  return floats(found[session.outputNames[0]]);
}

/** Every way in which so many units can be on and off. */
const states = (units: number): number[][] =>
  Array.from({ length: 2 ** units }, (_, bits) =>
    Array.from({ length: units }, (_, i) => (bits >> i) & 1),
  );

/** ln P(on | above) of the units of a layer. */
function conditional(
  on: ArrayLike<number>,
  weight: Float32Array,
  above: readonly number[],
): number {
  let sum = 0;
  for (let i = 0; i < on.length; i++) {
    const z = above.reduce((total, y, j) => total + weight[i * above.length + j] * y, 0);
    sum += on[i] * z - Math.log(1 + Math.exp(z));
  }
  return sum;
}

/** ln P(x), summed over all states of the hidden units; biases start at zero. */
function logLikelihoods(scale: number): number[] {
  const parameters = initialize(networkOf(text(1, scale)), 5);
  const part = (name: string, of: number) => {
    const values = parameters.get(name)!;
    const length = values.length / classes;
    return values.subarray(of * length, (of + 1) * length);
  };
  return Array.from({ length: batch * classes }, (_, index) => {
    const [n, of] = [Math.floor(index / classes), index % classes];
    const x = samples.subarray(n * visible, (n + 1) * visible);
    let likelihood = 0;
    for (const high of states(top))
      for (const low of states(middle))
        likelihood += Math.exp(
          conditional(x, part('B.weight0', of), low) +
            conditional(low, part('B.weight1', of), high) -
            top * Math.log(2),
        );
    return Math.log(likelihood);
  });
}

describe('the bounds of belief nets', () => {
  for (const scale of [0.3, 1, 2]) {
    it(`lie below ln P of all hidden states and rise towards it: weights of ${scale}`, async () => {
      const exact = logLikelihoods(scale);
      let before: ArrayLike<number> = exact.map(() => -Infinity);
      for (const iterations of [1, 2, 4, 8, 16]) {
        const found = await bounds(iterations, scale);
        found.forEach((bound, i) => {
          assert.ok(bound <= exact[i] + 1e-5, `${bound} ≤ ${exact[i]}`);
          assert.ok(bound >= before[i] - 0.01, `${iterations} steps: ${bound} ≥ ${before[i]}`);
        });
        before = found;
      }
      const gap = exact.reduce((sum, value, i) => sum + value - before[i], 0) / exact.length;
      assert.ok(gap < 0.25 * scale * scale, `mean gap ${gap}`);
    });
  }
});
