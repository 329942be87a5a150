import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, sgd, sigmoid, type RuleCase } from './case';

const softplus = (x: number): number => Math.log(1 + Math.exp(x));

/** One network: weights[l][i · parents + j] and biases[l][i] of layer l, counted from the input. */
interface Net {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
}

/** μ by layer, and ξ of all layers but the top one. */
interface Posterior {
  readonly means: ArrayLike<number>[];
  readonly tilts: Float64Array[];
}

/** What one unit has of its parents: ⟨z⟩, φ, and e^{−ξW}, e^{(1−ξ)W} with their means for each parent. */
function unit({ weights, biases }: Net, { means, tilts }: Posterior, l: number, i: number) {
  const parents = means[l + 1];
  const [bias, tilt] = [biases[l][i], tilts[l][i]];
  let [mean, low, high] = [bias, -tilt * bias, (1 - tilt) * bias];
  const pairs = Array.from(parents, (on, j) => {
    const weight = weights[l][i * parents.length + j];
    const [less, more] = [Math.exp(-tilt * weight), Math.exp((1 - tilt) * weight)];
    const [lessMean, moreMean] = [1 - on + on * less, 1 - on + on * more];
    mean += weight * on;
    low += Math.log(lessMean);
    high += Math.log(moreMean);
    return { weight, less, more, lessMean, moreMean };
  });
  return { mean, low, high, pairs, tilt, share: sigmoid(high - low) };
}

/** The mean-field equations, all units at once, half the way each time. */
function inferred(net: Net, x: ArrayLike<number>, iterations: number): Posterior {
  const { biases } = net;
  const logits = biases.map((each) => new Float64Array(each.length));
  let posterior: Posterior = {
    means: [x, ...biases.slice(1).map((each) => new Float64Array(each.length).fill(0.5))],
    tilts: biases.slice(0, -1).map((each) => new Float64Array(each.length).fill(0.5)),
  };
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { means, tilts } = posterior;
    const wanted = biases.map((each) => each.slice());
    const shares = tilts.map((each, l) =>
      each.map((_, i) => {
        const { mean, share, pairs, tilt } = unit(net, posterior, l, i);
        wanted[l][i] += mean - biases[l][i];
        pairs.forEach(({ weight, less, more, lessMean, moreMean }, j) => {
          wanted[l + 1][j] += (means[l][i] - tilt) * weight;
          wanted[l + 1][j] -= ((1 - share) * (less - 1)) / lessMean;
          wanted[l + 1][j] -= (share * (more - 1)) / moreMean;
        });
        return share;
      }),
    );
    wanted.forEach((each, l) => each.forEach((to, i) => (logits[l][i] += (to - logits[l][i]) / 2)));
    posterior = { means: [x, ...logits.slice(1).map((each) => each.map(sigmoid))], tilts: shares };
  }
  return posterior;
}

/** The bound of ln P(x), and its slopes by weights and biases; Saul, Jaakkola and Jordan (1996), equations 15 to 18. */
function boundOf(net: Net, posterior: Posterior) {
  const { weights, biases } = net;
  const { means, tilts } = posterior;
  const slopes = {
    weights: weights.map(({ length }) => new Float64Array(length)),
    biases: biases.map(({ length }) => new Float64Array(length)),
  };
  const top = biases.length - 1;
  let bound = 0;
  tilts.forEach((layer, l) =>
    layer.forEach((tilt, i) => {
      const { mean, low, high, pairs, share } = unit(net, posterior, l, i);
      const on = means[l][i];
      bound += (on - tilt) * mean - Math.log(Math.exp(low) + Math.exp(high));
      slopes.biases[l][i] = on - share;
      pairs.forEach(({ less, more, lessMean, moreMean }, j) => {
        const parent = means[l + 1][j];
        slopes.weights[l][i * pairs.length + j] =
          (on - tilt) * parent +
          ((1 - share) * tilt * parent * less) / lessMean -
          (share * (1 - tilt) * parent * more) / moreMean;
      });
    }),
  );
  biases[top].forEach((bias, i) => {
    bound += means[top][i] * bias - softplus(bias);
    slopes.biases[top][i] = means[top][i] - sigmoid(bias);
  });
  for (const layer of means.slice(1))
    for (let i = 0; i < layer.length; i++)
      bound -= layer[i] * Math.log(layer[i]) + (1 - layer[i]) * Math.log(1 - layer[i]);
  return { bound, slopes };
}

/** Variational expectation maximization, sample by sample. */
function variational(
  sizes: readonly number[],
  count: number,
  iterations: number,
): RuleCase['step'] {
  return (parameters, { samples, targets }, rate) => {
    const batch = samples.length / sizes[0];
    const all = (name: string, l: number) => parameters.get(`B.${name}${l}`)!;
    const started = new Map([...parameters].map(([key, value]) => [key, value.slice()]));
    const moved = (name: string, l: number, of: number, slope: Float64Array) =>
      slope.forEach((value, i) => (all(name, l)[of * slope.length + i] += (rate * value) / batch));
    let total = 0;
    for (let n = 0; n < batch; n++) {
      const x = samples.subarray(n * sizes[0], (n + 1) * sizes[0]);
      const own = targets.subarray(n * count, (n + 1) * count).indexOf(1);
      const part = (name: string) => (_: number, l: number) => {
        const values = started.get(`B.${name}${l}`)!;
        const length = values.length / count;
        return values.subarray(own * length, (own + 1) * length);
      };
      const net = { weights: sizes.slice(1).map(part('weight')), biases: sizes.map(part('bias')) };
      const { bound, slopes } = boundOf(net, inferred(net, x, iterations));
      total += bound;
      slopes.weights.forEach((slope, l) => moved('weight', l, own, slope));
      slopes.biases.forEach((slope, l) => moved('bias', l, own, slope));
    }
    return { bound: total / batch };
  };
}

export const meanfieldCases: Readonly<Record<string, RuleCase>> = {
  'meanfield, two hidden layers': {
    network: chain(
      'x[9]',
      'output B: belief_net(3, units: [5, 2], iterations: 6, init: normal(1)) softmax',
    ),
    plan: { rule: call('meanfield'), optimizer: sgd },
    batch: 6,
    targets: classes(3),
    inputs: (samples) => samples.forEach((value, i) => (samples[i] = Math.round(value))),
    step: variational([9, 5, 2], 3, 6),
  },
  'meanfield, one hidden layer, grey inputs': {
    network: chain('x[6]', 'output B: belief_net(2, units: [4])'),
    plan: { rule: call('meanfield'), optimizer: sgd },
    batch: 5,
    targets: classes(2),
    step: variational([6, 4], 2, 10),
  },
};
