import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { around, classes, sgd, sums, type RuleCase } from './case';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

function toLengthOne(rows: Float64Array, size: number): void {
  for (let from = 0; from < rows.length; from += size) {
    const row = rows.subarray(from, from + size);
    const length = Math.sqrt(dot(row, row));
    row.forEach((value, i) => (row[i] = value / length));
  }
}

/** Predictive sparse decomposition, sample by sample. */
function decomposition(lambda: number, iterations: number, alpha: number): RuleCase['step'] {
  return (parameters, { samples }, rate) => {
    const [weight, bias] = [parameters.get('H.weight')!, parameters.get('H.bias')!];
    const [dictionary, gain] = [parameters.get('H.dictionary')!, parameters.get('H.gain')!];
    const units = gain.length;
    const inputs = dictionary.length / units;
    if (dictionary.every((value) => value === 0)) {
      dictionary.set(weight);
      toLengthOne(dictionary, inputs);
    }
    const batch = samples.length / inputs;
    const atoms = Array.from({ length: units }, (_, k) =>
      Array.from(dictionary.subarray(k * inputs, (k + 1) * inputs)),
    );
    const overlaps = atoms.map((atom) => atoms.map((other) => dot(atom, other)));
    const steepest =
      alpha + Math.max(...overlaps.map((row) => row.reduce((s, v) => s + Math.abs(v), 0)));
    const moves = [weight, bias, dictionary, gain].map(({ length }) => new Float64Array(length));
    let [loss, distance, error, sparsity] = [0, 0, 0, 0];
    for (let n = 0; n < batch; n++) {
      const x = samples.subarray(n * inputs, (n + 1) * inputs);
      const t = sums(weight, bias, x).map(Math.tanh);
      const predicted = t.map((value, k) => gain[k] * value);
      let z = predicted;
      for (let i = 0; i < iterations; i++)
        z = z.map((value, k) => {
          const slope = dot(overlaps[k], z) - dot(atoms[k], x) + alpha * (value - predicted[k]);
          const moved = value - slope / steepest;
          return Math.sign(moved) * Math.max(Math.abs(moved) - lambda / steepest, 0);
        });
      const residual = Array.from(
        x,
        (value, i) =>
          dot(
            atoms.map((atom) => atom[i]),
            z,
          ) - value,
      );
      const missed = predicted.map((value, k) => value - z[k]);
      const [norm1, norm2] = [z.reduce((s, v) => s + Math.abs(v), 0), Math.sqrt(dot(z, z))];
      distance += dot(residual, residual);
      error += dot(missed, missed);
      loss += dot(residual, residual) / 2 + lambda * norm1 + (alpha / 2) * dot(missed, missed);
      if (norm2 > 0) sparsity += (Math.sqrt(units) - norm1 / norm2) / (Math.sqrt(units) - 1);
      for (let k = 0; k < units; k++) {
        const slope = alpha * missed[k] * gain[k] * (1 - t[k] ** 2);
        moves[1][k] += slope;
        moves[3][k] += alpha * missed[k] * t[k];
        for (let i = 0; i < inputs; i++) {
          moves[0][k * inputs + i] += slope * x[i];
          moves[2][k * inputs + i] += z[k] * residual[i];
        }
      }
    }
    [weight, bias, dictionary, gain].forEach((parameter, p) =>
      parameter.forEach((_, i) => (parameter[i] -= (rate * moves[p][i]) / batch)),
    );
    toLengthOne(dictionary, inputs);
    return {
      loss: loss / batch,
      reconstruction: distance / (batch * inputs),
      sparsity: sparsity / batch,
      prediction: error / (batch * units),
    };
  };
}

const common = { batch: 7, targets: classes(3), inputs: around };

export const psdCases: Readonly<Record<string, RuleCase>> = {
  'psd, more units than inputs': {
    ...common,
    network: chain('x[6]', 'output H: dense(9) tanh'),
    plan: { rule: call('psd', { sparsity: 0.1, iterations: 12, prediction: 1 }), optimizer: sgd },
    step: decomposition(0.1, 12, 1),
  },
  'psd, a weak prediction': {
    ...common,
    network: chain('x[6]', 'output H: dense(4) tanh'),
    plan: { rule: call('psd', { sparsity: 0.3, iterations: 5, prediction: 0.2 }), optimizer: sgd },
    step: decomposition(0.3, 5, 0.2),
  },
};
