/** Trainings that are healthy, and trainings that are ill in ways that are known because they were made so. */

export interface Training {
  /** The cells of a notebook that trains `Net`. */
  readonly cells: readonly string[];
  /** Tables that its data read, by file name. */
  readonly tables?: Readonly<Record<string, string>>;
  /** The verdicts, causes first; where chance decides what comes of it, which of them is the first. */
  readonly verdicts: readonly string[] | { readonly first: readonly string[] };
}

const digits = (settings = 'normalize standard') => `
data digits {
  source digits(train: 1500, test: 200, seed: 3)
  split validation 300
  ${settings}
  batch 32
}`;

/** A chain of equal dense layers before ten classes. */
const deep = (layers: number, layer: string) => `
network Net {
  input image[1, 28, 28]
  repeat ${layers} {
    ${layer}
  }
  output: dense(10) softmax
}`;

const net = (lines: string, input = 'image[1, 28, 28]') => `
network Net {
  input ${input}
  ${lines}
}`;

const train = (lines: string, data = 'digits') => `
train Net on ${data} {
  ${lines}
}`;

const lenet = net(`C1: conv(6, kernel: 5, padding: 2) tanh
  S2: avg_pool(2)
  C3: conv(16, kernel: 5) tanh
  S4: avg_pool(2)
  F5: dense(84) tanh
  output: dense(10) softmax`);

const spirals = `
data spirals {
  source spirals(train: 900, test: 200, turns: 1, noise: 0, seed: 5)
  split validation 100
  batch 20
}`;

/** A table of `rows` rows: what each is follows from its number. */
const table = (rows: number, columns: string, row: (i: number) => readonly (number | string)[]) =>
  [columns, ...Array.from({ length: rows }, (_, i) => row(i).join(','))].join('\n');

/** Numbers that look random, from 0 to 1: the fractions of multiples. */
const scatter = (i: number, k: number): number => (i * k * 0.6180339887 + k * 0.41421356) % 1;

const plane = table(400, 'a,b,y', (i) => {
  const [a, b] = [scatter(i, 1), scatter(i, 7)];
  return [a, b, 2 * a - b + 0.05 * scatter(i, 13)];
});

/** Two classes in the plane, of which the second is rare and lies among the first. */
const rare = table(600, 'a,b,kind', (i) => {
  const isRare = i % 20 === 0;
  const [a, b] = [scatter(i, 1), scatter(i, 7)];
  return isRare ? [0.45 + 0.1 * a, 0.45 + 0.1 * b, 'odd'] : [a, b, 'usual'];
});

/** Each row comes four times. */
const repeated = table(600, 'a,b,c,d,e,f,g,h,kind', (i) => {
  const row = Math.floor(i / 4);
  const numbers = Array.from({ length: 8 }, (_, k) => scatter(row + 1, 2 * k + 1));
  return [...numbers, numbers[0] + numbers[3] > 1 ? 'high' : 'low'];
});

const csv = (name: string, settings = '', target = 'y') => `
data rows {
  source csv("${name}", target: "${target}")
  split validation 100
  ${settings}
  batch 16
}`;

export const healthy: Readonly<Record<string, Omit<Training, 'verdicts'>>> = {
  'a convolutional network with tanh': {
    cells: [digits(), lenet, train('optimizer adam(rate: 0.003)\n  epochs 6')],
  },
  'the same with SGD, momentum and a schedule': {
    cells: [
      digits(),
      lenet,
      train('optimizer sgd(rate: 0.05, momentum: 0.9)\n  schedule cosine\n  epochs 6'),
    ],
  },
  'one hidden layer of rectifiers': {
    cells: [digits(), net('H: dense(64) relu\n  output: dense(10) softmax'), train('epochs 6')],
  },
  'one hidden layer of logistic units': {
    cells: [
      digits(),
      net('H: dense(64) logistic\n  output: dense(10) softmax'),
      train('optimizer adam(rate: 0.01)\n  epochs 6'),
    ],
  },
  'ten layers of rectifiers': {
    cells: [digits(), deep(10, 'dense(64) relu'), train('epochs 6')],
  },
  'ten logistic layers with batch normalization': {
    cells: [
      digits(),
      deep(10, 'dense(64)\n    batch_norm logistic'),
      train('optimizer adam(rate: 0.01)\n  epochs 8'),
    ],
  },
  'twenty layers that can be skipped': {
    cells: [
      digits(),
      deep(20, 'add {\n      { dense(784)\n layer_norm }\n      { }\n    } relu')
        .replace('repeat', 'dense(32) relu\n  repeat')
        .replace('dense(784)', 'dense(32)'),
      train('epochs 5'),
    ],
  },
  'dropout and early stopping': {
    cells: [
      digits(),
      net('H: dense(128) relu\n  dropout(0.5)\n  output: dense(10) softmax'),
      train('epochs 30\n  stop early(patience: 3)'),
    ],
  },
  'a linear classifier': {
    cells: [digits(), net('output: dense(10) softmax'), train('epochs 6')],
  },
  'a convolutional network with augmentation': {
    cells: [
      digits('normalize standard\n  augment translate(2)'),
      lenet,
      train('optimizer adam(rate: 0.003)\n  epochs 6'),
    ],
  },
  spirals: {
    cells: [
      spirals,
      net('dense(32) tanh\n  dense(32) tanh\n  output: dense(2) softmax', 'point[2]'),
      train('optimizer adam(rate: 0.01)\n  epochs 60', 'spirals'),
    ],
  },
  'exclusive or': {
    cells: [
      'data xor { source boolean(2)\n batch 4 }',
      net('H: dense(4) tanh\n  output: dense(1) logistic', 'bits[2]'),
      train('loss binary_cross_entropy\n  optimizer adam(rate: 0.05)\n  epochs 600', 'xor'),
    ],
  },
  'regression in the plane': {
    cells: [
      csv('plane.csv'),
      net('H: dense(16) tanh\n  output: dense(1)', 'row[2]'),
      train('optimizer adam(rate: 0.01)\n  epochs 30', 'rows'),
    ],
    tables: { 'plane.csv': plane },
  },
  'linear regression': {
    cells: [
      csv('plane.csv'),
      net('output: dense(1)', 'row[2]'),
      train('optimizer sgd(rate: 0.1)\n  epochs 30', 'rows'),
    ],
    tables: { 'plane.csv': plane },
  },
  'a sine to be continued': {
    cells: [
      'data wave { source sine(train: 600, test: 100, steps: 16, noise: 0.05)\n split validation 100\n batch 32 }',
      net('H: dense(16) tanh\n  output: dense(1)', 'past[16, 1]'),
      train('optimizer adam(rate: 0.01)\n  epochs 20', 'wave'),
    ],
  },
  'an autoencoder': {
    cells: [
      digits('normalize none'),
      net('E: dense(32) relu\n  D: dense(784) logistic\n  output: reshape([1, 28, 28])'),
      train('loss reconstruction\n  epochs 5'),
    ],
  },
  'a recurrent network that reads rows': {
    cells: [
      digits(),
      net('reshape([28, 28])\n  R: lstm(32)\n  output: dense(10) softmax'),
      train('optimizer adam(rate: 0.01)\n  epochs 5'),
    ],
  },
  letters: {
    cells: [
      'data digits {\n  source letters(train: 2000, test: 200, seed: 3)\n  split validation 300\n  normalize standard\n  batch 32\n}',
      net('H: dense(100) relu\n  output: dense(26) softmax'),
      train('epochs 8'),
    ],
  },
  'fine-tuned upper layers': {
    cells: [
      digits(),
      net(
        'C1: conv(6, kernel: 5, frozen: true) tanh\n  S2: max_pool(2)\n  H: dense(64) relu\n  output: dense(10) softmax',
      ),
      train('epochs 5'),
    ],
  },
  'batch normalization with enough samples': {
    cells: [
      digits(),
      net(
        'C1: conv(8, kernel: 5)\n  batch_norm relu\n  max_pool(2)\n  dense(64)\n  batch_norm relu\n  output: dense(10) softmax',
      ),
      train('epochs 5'),
    ],
  },
};

export const ill: Readonly<Record<string, Training>> = {
  'twenty logistic layers': {
    cells: [digits(), deep(20, 'dense(64) logistic'), train('epochs 4')],
    verdicts: ['vanishing_gradients', 'not_learning'],
  },
  'six logistic layers with SGD': {
    cells: [digits(), deep(6, 'dense(64) logistic'), train('optimizer sgd(rate: 0.1)\n  epochs 4')],
    verdicts: ['vanishing_gradients', 'not_learning'],
  },
  'thirty layers of tanh with small weights': {
    cells: [
      digits(),
      deep(30, 'dense(64, init: normal(0.05)) tanh'),
      train('optimizer sgd(rate: 0.1)\n  epochs 3'),
    ],
    verdicts: ['vanishing_gradients', 'not_learning'],
  },
  'thirty layers of tanh with large weights': {
    cells: [
      digits(),
      deep(30, 'dense(128, init: normal(0.3)) tanh'),
      train('optimizer sgd(rate: 0.01)\n  epochs 2'),
    ],
    verdicts: ['saturated_units', 'exploding_gradients', 'not_learning'],
  },
  'twenty rectifiers with large weights': {
    cells: [
      digits(),
      deep(20, 'dense(64, init: normal(0.5)) relu'),
      train('optimizer sgd(rate: 0.01)\n  epochs 3'),
    ],
    verdicts: ['diverged'],
  },
  'rectifiers that are all dead': {
    cells: [
      digits('normalize none'),
      net('H: dense(64, init: constant(-0.1)) relu\n  output: dense(10) softmax'),
      train('epochs 4'),
    ],
    verdicts: ['dead_units', 'not_learning'],
  },
  'rectifiers killed by the rate': {
    cells: [
      digits(),
      net('H1: dense(64) relu\n  H2: dense(64) relu\n  output: dense(10) softmax'),
      train('optimizer sgd(rate: 60)\n  clip norm 5\n  epochs 4'),
    ],
    verdicts: { first: ['dead_units', 'diverged'] },
  },
  'units saturated from the start': {
    cells: [
      digits('normalize none'),
      net(
        'H1: dense(64, init: normal(30)) tanh\n  H2: dense(64, init: normal(30)) tanh\n  output: dense(10, init: normal(5)) softmax',
      ),
      train('optimizer sgd(rate: 0.001)\n  epochs 2'),
    ],
    verdicts: ['saturated_units', 'not_learning'],
  },
  'a rate a thousand times too high': {
    cells: [digits(), lenet, train('optimizer adam(rate: 10)\n  epochs 4')],
    verdicts: { first: ['diverged', 'saturated_units', 'rate_too_high', 'exploding_updates'] },
  },
  'a rate too high for SGD': {
    cells: [
      csv('plane.csv', 'normalize none'),
      net('H: dense(16) relu\n  output: dense(1)', 'row[2]'),
      train('optimizer sgd(rate: 8)\n  epochs 10', 'rows'),
    ],
    tables: { 'plane.csv': plane },
    verdicts: ['diverged'],
  },
  'a rate a thousand times too low': {
    cells: [digits(), lenet, train('optimizer sgd(rate: 1e-5)\n  epochs 4')],
    verdicts: ['rate_too_low', 'not_learning'],
  },
  'a rate of next to nothing': {
    cells: [digits(), lenet, train('optimizer adam(rate: 1e-9)\n  epochs 3')],
    verdicts: ['frozen_updates', 'not_learning'],
  },
  'a training that ended too early': {
    cells: [
      digits(),
      net('H: dense(64) relu\n  output: dense(10) softmax'),
      train('optimizer sgd(rate: 0.003)\n  epochs 2'),
    ],
    verdicts: ['underfitting'],
  },
  'weights learned by heart': {
    cells: [
      'data digits {\n  source digits(train: 250, test: 100, seed: 3)\n  split validation 150\n  normalize standard\n  transform label_noise(0.3)\n  batch 10\n}',
      net('H: dense(256) relu\n  output: dense(10) softmax'),
      train('epochs 40'),
    ],
    verdicts: ['overfitting'],
  },
  'a class that is rare': {
    cells: [
      csv('rare.csv', '', 'kind'),
      net('H: dense(8) tanh\n  output: dense(2) softmax', 'row[2]'),
      train('epochs 10', 'rows'),
    ],
    tables: { 'rare.csv': rare },
    verdicts: ['unbalanced_data', 'not_learning'],
  },
  'rows that come several times': {
    cells: [
      csv('repeated.csv', '', 'kind'),
      net('H: dense(16) tanh\n  output: dense(2) softmax', 'row[8]'),
      train('optimizer adam(rate: 0.01)\n  epochs 30', 'rows'),
    ],
    tables: { 'repeated.csv': repeated },
    verdicts: ['leaking_data'],
  },
  'batch normalization of two samples': {
    cells: [
      digits('normalize standard\n  batch 2').replace('batch 32', ''),
      net('H: dense(64)\n  batch_norm relu\n  output: dense(10) softmax'),
      train('epochs 6'),
    ],
    verdicts: ['small_batch'],
  },
  'an output that cannot be negative': {
    cells: [
      csv('plane.csv'),
      net('H: dense(16) tanh\n  output: dense(1) logistic', 'row[2]'),
      train('optimizer adam(rate: 0.01)\n  epochs 20', 'rows'),
    ],
    tables: { 'plane.csv': plane },
    verdicts: ['unfit_output'],
  },
  'labels that say nothing': {
    cells: [
      digits('normalize standard\n  transform label_noise(0.9)'),
      net('H: dense(16) relu\n  output: dense(10) softmax'),
      train('epochs 2'),
    ],
    verdicts: ['not_learning'],
  },
  'a bottleneck of one unit': {
    cells: [
      digits(),
      net('H: dense(1) tanh\n  output: dense(10) softmax'),
      train('optimizer adam(rate: 0.01)\n  epochs 8'),
    ],
    verdicts: ['class_collapse'],
  },
  'a linear classifier of spirals': {
    cells: [
      spirals,
      net('output: dense(2) softmax', 'point[2]'),
      train('optimizer adam(rate: 0.01)\n  epochs 30', 'spirals'),
    ],
    verdicts: ['plateau'],
  },
};
