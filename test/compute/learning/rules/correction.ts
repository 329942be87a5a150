import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { around, classes, sgd, sums, type RuleCase } from './case';

/** Rules that move the weights of one layer by (t − y) xᵀ. */

/** One layer of units that moves by the mean of (t − y) xᵀ over the batch. */
function correctedLayer(
  layer: string,
  activation: (sum: number) => number,
  tell: (missed: readonly (readonly number[])[]) => Record<string, number>,
): RuleCase['step'] {
  return (parameters, { samples, targets }, rate) => {
    const weight = parameters.get(`${layer}.weight`)!;
    const bias = parameters.get(`${layer}.bias`)!;
    const units = bias.length;
    const inputs = weight.length / units;
    const batch = samples.length / inputs;
    const [oldWeight, oldBias] = [weight.slice(), bias.slice()];
    const missed = Array.from({ length: batch }, (_, n) => {
      const x = samples.subarray(n * inputs, (n + 1) * inputs);
      const y = sums(oldWeight, oldBias, x).map(activation);
      const wrong = y.map((value, unit) => targets[n * units + unit] - value);
      wrong.forEach((distance, unit) => {
        bias[unit] += (rate * distance) / batch;
        for (let i = 0; i < inputs; i++)
          weight[unit * inputs + i] += (rate * distance * x[i]) / batch;
      });
      return wrong;
    });
    return tell(missed);
  };
}

const wrongSamples = (missed: readonly (readonly number[])[]) => ({
  mistakes: missed.filter((units) => units.some((distance) => distance !== 0)).length,
});
const squaredError = (missed: readonly (readonly number[])[]) => ({
  error: missed.flat().reduce((sum, distance) => sum + distance ** 2, 0) / 2 / missed.length,
});
export const correctionCases: Readonly<Record<string, RuleCase>> = {
  'perceptron, sample by sample': {
    network: chain('x[7]', 'output O: dense(3) step'),
    plan: { rule: call('perceptron'), optimizer: sgd },
    batch: 1,
    targets: classes(3),
    inputs: around,
    step: correctedLayer('O', (sum) => (sum >= 0 ? 1 : 0), wrongSamples),
  },
  'perceptron, in batches': {
    network: chain('x[7]', 'output O: dense(3) step'),
    plan: { rule: call('perceptron'), optimizer: sgd },
    batch: 5,
    targets: classes(3),
    inputs: around,
    step: correctedLayer('O', (sum) => (sum >= 0 ? 1 : 0), wrongSamples),
  },
  'delta, sample by sample': {
    network: chain('x[6]', 'output O: dense(4)'),
    plan: { rule: call('delta'), optimizer: sgd },
    batch: 1,
    targets: classes(4),
    inputs: around,
    step: correctedLayer('O', (sum) => sum, squaredError),
  },
  'delta, in batches': {
    network: chain('x[6]', 'output O: dense(2)'),
    plan: { rule: call('delta'), optimizer: sgd },
    batch: 6,
    targets: { kind: 'values', count: 2 },
    inputs: around,
    step: correctedLayer('O', (sum) => sum, squaredError),
  },
};
