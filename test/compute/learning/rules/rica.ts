import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, sgd, type RuleCase } from './case';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** Reconstruction ICA with its gradient worked out by hand. */
function reconstructionIca(lambda: number, pool: number, epsilon: number): RuleCase['step'] {
  return (parameters, { samples }, rate) => {
    const weight = parameters.get('W.weight')!;
    const inputs = 6;
    const units = weight.length / inputs;
    const batch = samples.length / inputs;
    const rows = Array.from({ length: units }, (_, j) =>
      Array.from(weight.subarray(j * inputs, (j + 1) * inputs)),
    );
    let [loss, distance, sparsity] = [0, 0, 0];
    for (let n = 0; n < batch; n++) {
      const x = samples.subarray(n * inputs, (n + 1) * inputs);
      const y = rows.map((row) => dot(row, x));
      const residual = Array.from(
        x,
        (value, i) =>
          dot(
            rows.map((row) => row[i]),
            y,
          ) - value,
      );
      const roots = y.map((_, j) => {
        const first = j - (j % pool);
        const group = y.slice(first, first + pool);
        return Math.sqrt(epsilon + dot(group, group));
      });
      distance += dot(residual, residual);
      loss += dot(residual, residual);
      for (let j = 0; j < units; j += pool) loss += lambda * roots[j];
      const [norm1, norm2] = [y.reduce((s, v) => s + Math.abs(v), 0), Math.sqrt(dot(y, y))];
      sparsity += (Math.sqrt(units) - norm1 / norm2) / (Math.sqrt(units) - 1);
      rows.forEach((row, j) => {
        const back = dot(row, residual);
        for (let i = 0; i < inputs; i++) {
          const slope = 2 * (y[j] * residual[i] + back * x[i]) + (lambda * y[j] * x[i]) / roots[j];
          weight[j * inputs + i] -= (rate * slope) / batch;
        }
      });
    }
    return {
      loss: loss / batch,
      reconstruction: distance / (batch * inputs),
      sparsity: sparsity / batch,
    };
  };
}

const common = {
  batch: 7,
  targets: classes(3),
  inputs: (samples: Float32Array): void =>
    samples.forEach((value, i) => (samples[i] = value - 0.5)),
};

export const ricaCases: Readonly<Record<string, RuleCase>> = {
  'rica, more units than inputs': {
    ...common,
    network: chain('x[6]', 'output W: dense(9, bias: false)'),
    plan: { rule: call('rica', { sparsity: 0.2, pool: 1, epsilon: 0.01 }), optimizer: sgd },
    step: reconstructionIca(0.2, 1, 0.01),
  },
  'rica, pooled': {
    ...common,
    network: chain('x[6]', 'output W: dense(8, bias: false) abs'),
    plan: { rule: call('rica', { sparsity: 0.3, pool: 4, epsilon: 0.1 }), optimizer: sgd },
    step: reconstructionIca(0.3, 4, 0.1),
  },
};
