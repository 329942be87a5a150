import { call } from '../support';
import { classes, sgd, sums, type RuleCase } from './case';

const damping = 0.5;
const forget = 0.3;

/** A loss at one sample's outputs: its gradient there, and random numbers with the covariance of its second derivatives. */
type Loss = (
  outputs: readonly number[],
  targets: ArrayLike<number>,
  uniform: ArrayLike<number>,
) => { readonly gradient: number[]; readonly scatter: number[] };

const crossEntropy: Loss = (z, t, u) => {
  const powers = z.map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power);
  const p = powers.map((power) => power / total);
  // The class whose exponentially distributed time is the shortest.
  const times = p.map((rate, k) => -Math.log(u[k]) / rate);
  const drawn = times.indexOf(Math.min(...times));
  return {
    gradient: p.map((one, k) => one - t[k]),
    scatter: p.map((one, k) => one - Number(k === drawn)),
  };
};

const squared: Loss = (y, t, u) => ({
  gradient: y.map((one, k) => (2 / y.length) * (one - t[k])),
  scatter: y.map((_, k) => Math.sqrt(2 / y.length) * (u[k] < 0.5 ? -1 : 1)),
});

/** Two layers of weights with `tanh` between, and the curvature of each weight found so far. */
function twoLayers(loss: Loss): RuleCase['step'] {
  const curvature = new Map<string, number[]>();
  let steps = 0;
  return (parameters, { samples, targets, uniform }, rate) => {
    const [v, b, w, c] = ['H.weight', 'H.bias', 'output.weight', 'output.bias'].map((key) =>
      parameters.get(key)!,
    );
    const [inputs, hidden, outputs] = [v.length / b.length, b.length, c.length];
    const batch = samples.length / inputs;
    const zeros = () =>
      new Map([...parameters].map(([key, { length }]) => [key, new Array<number>(length).fill(0)]));
    const [gradients, scattered] = [zeros(), zeros()];
    const draws = uniform('output:scatter');
    for (let n = 0; n < batch; n++) {
      const x = samples.subarray(n * inputs, (n + 1) * inputs);
      const h = sums(v, b, x).map(Math.tanh);
      const part = (numbers: Float32Array) => numbers.subarray(n * outputs, (n + 1) * outputs);
      const { gradient, scatter } = loss(sums(w, c, h), part(targets), part(draws));
      for (const [delta, into] of [
        [gradient, gradients],
        [scatter, scattered],
      ] as const)
        for (let k = 0; k < outputs; k++) {
          into.get('output.bias')![k] += delta[k];
          for (let j = 0; j < hidden; j++)
            into.get('output.weight')![k * hidden + j] += delta[k] * h[j];
          for (let j = 0; j < hidden; j++) {
            const back = delta[k] * w[k * hidden + j] * (1 - h[j] ** 2);
            into.get('H.bias')![j] += back;
            for (let i = 0; i < inputs; i++) into.get('H.weight')![j * inputs + i] += back * x[i];
          }
        }
    }
    steps++;
    for (const [key, numbers] of parameters) {
      const means = curvature.get(key) ?? new Array<number>(numbers.length).fill(0);
      curvature.set(key, means);
      const share = Math.max(1 / steps, forget);
      for (let i = 0; i < numbers.length; i++) {
        means[i] += share * (scattered.get(key)![i] ** 2 / batch - means[i]);
        numbers[i] -= (rate * gradients.get(key)![i]) / batch / (means[i] + damping);
      }
    }
    return {};
  };
}

const rule = call('levenberg_marquardt', { damping, forget });

export const levenbergMarquardtCases: Readonly<Record<string, RuleCase>> = {
  'levenberg_marquardt of a cross-entropy': {
    network: 'network Net { input x[4]; H: dense(5) tanh; output: dense(3) softmax }',
    plan: { rule, optimizer: sgd, loss: call('cross_entropy', { label_smoothing: 0 }) },
    batch: 6,
    targets: classes(3),
    step: twoLayers(crossEntropy),
  },
  'levenberg_marquardt of a squared error': {
    network: 'network Net { input x[4]; H: dense(5) tanh; output: dense(2) }',
    plan: { rule, optimizer: sgd, loss: call('mse', {}) },
    batch: 6,
    targets: { kind: 'values', count: 2 },
    step: twoLayers(squared),
  },
};
