import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, sgd, sigmoid, sums, type RuleCase } from './case';

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

export const cdCases: Readonly<Record<string, RuleCase>> = {
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
