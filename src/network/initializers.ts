import { number, optional, string, naming } from '../language/parameters';
import { defineInitializer } from './define';
import { spectralRadius } from '../numerics/spectralRadius';

export const he = defineInitializer({
  name: 'he',
  synonyms: ['kaiming', 'msra'],
  summary: 'Normal with variance 2 / inputs: keeps the size of signals through rectifiers.',
  details: 'He et al., *Delving Deep into Rectifiers* (2015).',
  parameters: {},
  example: 'conv(32, kernel: 3, init: he) relu',
  variance: (_, { fanIn }) => 2 / fanIn,
  sampler(_, { fanIn }, random) {
    const deviation = Math.sqrt(2 / fanIn);
    return () => deviation * random.normal();
  },
});

export const glorot = defineInitializer({
  name: 'glorot',
  synonyms: ['xavier'],
  summary: 'Uniform with variance 2 / (inputs + outputs): for tanh and other sigmoids.',
  details: 'Glorot and Bengio, *Understanding the Difficulty of Training* (2010).',
  parameters: {},
  example: 'dense(84, init: glorot) tanh',
  variance: (_, { fanIn, fanOut }) => 2 / (fanIn + fanOut),
  sampler(_, { fanIn, fanOut }, random) {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return () => random.between(-limit, limit);
  },
});

export const lecun = defineInitializer({
  name: 'lecun',
  summary: 'Normal with variance 1 / inputs.',
  details: 'LeCun et al., *Efficient BackProp* (1998).',
  parameters: {},
  example: 'dense(64, init: lecun) selu',
  variance: (_, { fanIn }) => 1 / fanIn,
  sampler(_, { fanIn }, random) {
    const deviation = Math.sqrt(1 / fanIn);
    return () => deviation * random.normal();
  },
});

export const uniform = defineInitializer({
  name: 'uniform',
  summary: 'Uniform between −a and a.',
  parameters: { a: number('Half the width of the interval.', { minimum: 0 }) },
  example: 'dense(64, init: uniform(0.05)) tanh',
  variance: ({ a }) => a ** 2 / 3,
  sampler:
    ({ a }, _, random) =>
    () =>
      random.between(-a, a),
});

export const normal = defineInitializer({
  name: 'normal',
  synonyms: ['gaussian'],
  summary: 'Normal with mean 0 and standard deviation s.',
  parameters: { s: number('Standard deviation.', { minimum: 0 }) },
  example: 'conv(96, kernel: 11, stride: 4, init: normal(0.01)) relu',
  variance: ({ s }) => s ** 2,
  sampler:
    ({ s }, _, random) =>
    () =>
      s * random.normal(),
});

export const signs = defineInitializer({
  name: 'signs',
  synonyms: ['rademacher', 'plus_minus_one'],
  summary: '−1 or 1 with equal probability: codes that lie far apart.',
  parameters: {},
  example: 'output: rbf(10, init: signs, frozen: true)',
  variance: () => 1,
  sampler: (_, __, random) => () => (random.uniform() < 0.5 ? -1 : 1),
});

export const spectral = defineInitializer({
  name: 'spectral',
  synonyms: ['spectral_radius', 'sparse'],
  summary: 'Normal weights, some of them zero, scaled to a spectral radius: recurrent weights.',
  details:
    'Where the matrix is not square, `radius` is the norm of its rows (the root of the mean of their squares).',
  parameters: {
    radius: number('Magnitude of the greatest eigenvalue.', { minimum: 0, default: 0.9 }),
    density: number('Fraction of the weights that are not zero.', {
      above: 0,
      maximum: 1,
      default: 1,
    }),
  },
  example: 'rnn(64, init: spectral(0.9, density: 0.1))',
  sampler:
    ({ density }, _, random) =>
    () =>
      random.uniform() < density ? random.normal() : 0,
  finish({ radius }, weights, rows) {
    const found =
      weights.length === rows * rows
        ? spectralRadius(weights, rows)
        : Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / rows);
    const scale = found > 0 ? radius / found : 0;
    weights.forEach((weight, i) => (weights[i] = weight * scale));
  },
});

export const zeros = defineInitializer({
  name: 'zeros',
  synonyms: ['zero'],
  summary: 'All zero.',
  parameters: {},
  example: 'dense(10, init: zeros) softmax',
  sampler: () => () => 0,
});

export const constant = defineInitializer({
  name: 'constant',
  synonyms: ['fill'],
  summary: 'All the same number.',
  parameters: { value: number('The number.') },
  example: 'dense(1, init: constant(0.1))',
  sampler:
    ({ value }) =>
    () =>
      value,
});

export const file = defineInitializer({
  name: 'file',
  synonyms: ['load', 'pretrained', 'safetensors'],
  summary: 'Stored numbers: the tensors `LAYER.weight`, `LAYER.bias`, … of a safetensors file.',
  details:
    'Checkpoints of runs are such files, and PyTorch writes them with `safetensors.torch.save_file`. A bias that is not in the file starts as usual. [Format](https://github.com/huggingface/safetensors)',
  parameters: {
    path: naming('file', string('The file, beside the notebook or in a data folder.')),
    layer: optional(string('The layer’s name in the file; its own label when left out.')),
  },
  example: 'F6: dense(84, init: file("lenet5.safetensors")) tanh',
  sampler({ path }) {
    throw new Error(`the weights in ${path} could not be read`);
  },
});
