import type { Targets } from '../../../src/learning/entries';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { TrainPlan } from '../../../src/learning/plan';
import type { BatchBuffers } from '../../../src/data/feeder';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan } from './support';

/** Small trainings by each learning rule, with the same written a second time in plain loops and float64. */

type Parameters = Map<string, Float64Array>;
/** Random numbers a step was given, by the name of their input. */
type Uniform = (name: string) => Float32Array;

export interface RuleCase {
  readonly network: string;
  readonly plan: Partial<TrainPlan>;
  readonly batch: number;
  readonly targets: Targets;
  /** Makes the samples; uniform from 0 to 1 when left out. */
  readonly inputs?: (samples: Float32Array) => void;
  /** Moves the parameters by one step; gives what the rule tells of it, single numbers by name. */
  step(
    parameters: Parameters,
    batch: {
      readonly samples: Float32Array;
      readonly targets: Float32Array;
      readonly uniform: Uniform;
    },
    rate: number,
  ): Readonly<Record<string, number>>;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const sgd = call('sgd', { rate: 1, momentum: 0, nesterov: false });

/** Outputs before the activation of one layer: [batch, units]. */
function sums(weight: Float64Array, bias: Float64Array, x: ArrayLike<number>): number[] {
  const inputs = weight.length / bias.length;
  return Array.from(bias, (b, unit) => {
    let sum = b;
    for (let i = 0; i < inputs; i++) sum += weight[unit * inputs + i] * x[i];
    return sum;
  });
}

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

/** Contrastive divergence, sample by sample. */
function contrastiveDivergence(k: number): RuleCase['step'] {
  return (parameters, { samples, uniform }, rate) => {
    const weight = parameters.get('H.weight')!;
    const hiddenBias = parameters.get('H.bias')!;
    const visibleBias = parameters.get('H.visible_bias')!;
    const visible = visibleBias.length;
    const batch = samples.length / visible;
    const up = (v: ArrayLike<number>) => sums(weight, hiddenBias, v).map(sigmoid);
    const down = (h: readonly number[]) =>
      Array.from(visibleBias, (b, i) => {
        let sum = b;
        h.forEach((on, j) => (sum += on * weight[j * visible + i]));
        return sigmoid(sum);
      });
    const drawn = (probabilities: readonly number[], name: string, n: number) => {
      const numbers = uniform(`H:${name}`);
      return probabilities.map((p, i) => (p > numbers[n * probabilities.length + i] ? 1 : 0));
    };
    const moves = [weight, hiddenBias, visibleBias].map(({ length }) => new Float64Array(length));
    let [distance, energy] = [0, 0];
    for (let n = 0; n < batch; n++) {
      const v0 = samples.subarray(n * visible, (n + 1) * visible);
      const h0 = up(v0);
      let h = h0;
      let v: readonly number[] = [];
      for (let step = 1; step <= k; step++) {
        const p = down(drawn(h, `hidden${step}`, n));
        if (step === 1) p.forEach((value, i) => (distance += (v0[i] - value) ** 2));
        v = step < k ? drawn(p, `visible${step}`, n) : p;
        h = up(v);
      }
      h0.forEach((on, j) => {
        for (let i = 0; i < visible; i++) moves[0][j * visible + i] += on * v0[i] - h[j] * v[i];
        moves[1][j] += on - h[j];
      });
      v.forEach((value, i) => (moves[2][i] += v0[i] - value));
      energy -= v0.reduce((sum, value, i) => sum + value * visibleBias[i], 0);
      for (const sum of sums(weight, hiddenBias, v0)) energy -= Math.log(1 + Math.exp(sum));
    }
    [weight, hiddenBias, visibleBias].forEach((parameter, p) =>
      parameter.forEach((_, i) => (parameter[i] += (rate * moves[p][i]) / batch)),
    );
    return { reconstruction: distance / (batch * visible), free_energy: energy / batch };
  };
}

const classes = (count: number): Targets => ({ kind: 'classes', count });
const wrongSamples = (missed: readonly (readonly number[])[]) => ({
  mistakes: missed.filter((units) => units.some((distance) => distance !== 0)).length,
});
const squaredError = (missed: readonly (readonly number[])[]) => ({
  error: missed.flat().reduce((sum, distance) => sum + distance ** 2, 0) / 2 / missed.length,
});
const around = (samples: Float32Array): void =>
  samples.forEach((value, i) => (samples[i] = 2 * value - 1));

export const ruleCases: Readonly<Record<string, RuleCase>> = {
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
  'cd(1)': {
    network: chain('x[12]', 'output H: dense(5) logistic'),
    plan: { rule: call('cd', { steps: 1 }), optimizer: sgd },
    batch: 8,
    targets: classes(3),
    step: contrastiveDivergence(1),
  },
  'cd(3)': {
    network: chain('x[12]', 'output H: dense(5) logistic'),
    plan: { rule: call('cd', { steps: 3 }), optimizer: sgd },
    batch: 8,
    targets: classes(3),
    step: contrastiveDivergence(3),
  },
};

/** The step of a case, and the parameters it begins with. */
export function stepOfRule({ network: text, plan: more, batch, targets }: RuleCase) {
  const network = networkOf(text);
  const step = buildTrainingStep(network, plan(more), { batch, targets });
  return { step, state: initialize(network, 5) };
}

/** Writes the batch of a step: other numbers each time. */
export function fillRule(
  { batch, targets, inputs }: RuleCase,
  buffers: BatchBuffers,
  step: number,
): void {
  new Random(7, step).fillUniform(buffers.samples);
  inputs?.(buffers.samples);
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < targets.count; i++)
      buffers.targets[n * targets.count + i] =
        targets.kind === 'classes'
          ? Number(i === (n + step) % targets.count)
          : Math.sin(n + 2 * i + step);
  for (const [name, numbers] of buffers.random) new Random(7, step, name).fillUniform(numbers);
}
