import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { around, classes, type RuleCase } from './case';

/** Dictionaries of which each sample moves the atom that represents it best. */

interface Settings {
  readonly memory: number;
  readonly patience: number;
  readonly start?: 'samples' | 'weights';
}

/** What a step remembers, by atom. */
interface Memory {
  readonly idle: number[];
  readonly sums: number[][];
  readonly counts: number[];
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** The patches a layer sees in a batch, place by place, sample by sample. */
type Patches = (samples: Float32Array) => readonly (readonly number[])[];

const rows =
  (inputs: number): Patches =>
  (samples) =>
    Array.from({ length: samples.length / inputs }, (_, n) =>
      Array.from(samples.subarray(n * inputs, (n + 1) * inputs)),
    );

/** Of images [channels, size, size], with windows that move by one. */
const windows =
  (channels: number, size: number, kernel: number): Patches =>
  (samples) => {
    const patches: number[][] = [];
    const span = Array.from({ length: kernel }, (_, i) => i);
    const places = Array.from({ length: size - kernel + 1 }, (_, i) => i);
    for (let n = 0; n < samples.length; n += channels * size * size)
      for (const top of places)
        for (const left of places)
          patches.push(
            Array.from({ length: channels }, (_, c) => n + c * size * size).flatMap((from) =>
              span.flatMap((i) => span.map((j) => samples[from + (top + i) * size + left + j])),
            ),
          );
    return patches;
  };

function dictionary(
  patchesOf: Patches,
  { memory, patience, start }: Settings,
  kind: 'damped' | 'plain' | 'centres',
): RuleCase['step'] {
  let past: Memory | undefined;
  return (parameters, { samples, uniform }) => {
    const weight = parameters.get('D.weight')!;
    const patches = patchesOf(samples);
    const size = patches[0].length;
    const units = weight.length / size;
    const all = Array.from({ length: units }, (_, k) => k);
    const atoms = all.map((k) => Array.from(weight.subarray(k * size, (k + 1) * size)));
    past ??= {
      idle: all.map(() => (start === 'weights' ? 0 : patience)),
      sums: all.map(() => new Array<number>(size).fill(0)),
      counts: all.map(() => 0),
    };
    const { idle, sums, counts } = past;
    const bias = parameters.get('D.bias');
    const isDead = idle.map((batches) => batches >= patience);
    const moved = all.map(() => ({ sum: new Array<number>(size).fill(0), count: 0 }));
    const add = (k: number, x: readonly number[], s: number) => {
      x.forEach((value, i) => (moved[k].sum[i] += s * value));
      moved[k].count++;
    };
    let distance = 0;
    for (const x of patches) {
      const outputs = atoms.map((atom, k) => dot(atom, x) + (bias?.[k] ?? 0));
      const merits = kind === 'centres' ? outputs : outputs.map(Math.abs);
      const k = merits.indexOf(Math.max(...merits));
      distance += dot(x, x) - (kind === 'centres' ? 2 * outputs[k] : outputs[k] ** 2);
      if (!isDead[k]) add(k, x, kind === 'centres' ? 1 : outputs[k]);
    }
    all.forEach((k) => {
      if (!isDead[k]) return;
      const drawn = Math.fround(
        Math.fround(uniform('D:drawn')[k] + k) * Math.floor(patches.length / units),
      );
      add(k, patches[Math.floor(drawn)], 1);
    });
    all.forEach((k) => {
      const kept = isDead[k] ? 0 : memory;
      sums[k] = sums[k].map((sum, i) => kept * sum + moved[k].sum[i]);
      counts[k] = kept * counts[k] + moved[k].count;
      idle[k] = moved[k].count > 0 ? 0 : idle[k] + 1;
      const pull = kind === 'damped' && !isDead[k] ? 1 : 0;
      const pulled = sums[k].map((sum, i) => sum + pull * atoms[k][i]);
      const length = kind === 'centres' ? counts[k] : Math.sqrt(dot(pulled, pulled));
      if (length > 0) pulled.forEach((value, i) => (weight[k * size + i] = value / length));
      const now = weight.subarray(k * size, (k + 1) * size);
      if (bias) bias[k] = -dot(now, now) / 2;
    });
    const restarts = isDead.filter(Boolean).length;
    return { distortion: distance / patches.length, restarts };
  };
}

const settings = { memory: 0.5, patience: 2 };
const common = { batch: 12, targets: classes(3), inputs: around };

export const codebookCases: Readonly<Record<string, RuleCase>> = {
  'kmeans, of unit length': {
    ...common,
    network: chain('x[6]', 'output D: dense(5, bias: false) triangle'),
    plan: { rule: call('kmeans', settings) },
    step: dictionary(rows(6), settings, 'damped'),
  },
  'kmeans, nearest centre': {
    ...common,
    network: chain('x[6]', 'output D: dense(5)'),
    plan: { rule: call('kmeans', settings) },
    step: dictionary(rows(6), settings, 'centres'),
  },
  'kmeans, of patches': {
    ...common,
    network: chain('x[2, 5, 5]', 'output D: conv(4, kernel: 3)'),
    plan: { rule: call('kmeans', settings) },
    step: dictionary(windows(2, 5, 3), settings, 'centres'),
  },
  'kmeans, from the weights as they are': {
    ...common,
    network: chain('x[6]', 'output D: dense(5)'),
    plan: { rule: call('kmeans', { ...settings, start: 'weights' }) },
    step: dictionary(rows(6), { ...settings, start: 'weights' }, 'centres'),
  },
  'omp1, more atoms than win': {
    ...common,
    network: chain('x[6]', 'output D: dense(11, bias: false)'),
    plan: { rule: call('omp1', settings) },
    step: dictionary(rows(6), settings, 'plain'),
  },
  'omp1, of patches': {
    ...common,
    network: chain('x[1, 5, 5]', 'output D: conv(4, kernel: 2, bias: false)'),
    plan: { rule: call('omp1', { memory: 0, patience: 2 }) },
    step: dictionary(windows(1, 5, 2), { memory: 0, patience: 2 }, 'plain'),
  },
};
