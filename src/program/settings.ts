import { EntryTable } from '../language/entryTable';
import { entry as takesEntry, integer, number, word } from '../language/parameters';
import type { EntryKind, Parameters, SettingEntry } from '../language/vocabulary';

/** The lines that may stand in `data`, `train`, `inspect` and a `network` from a file. */

type Within = SettingEntry['within'];

function setting<P extends Parameters>(
  name: string,
  within: Within,
  summary: string,
  example: string,
  parameters: P,
): SettingEntry {
  return { kind: 'setting', name, within, summary, example, parameters };
}

function choice(
  name: string,
  within: Within,
  takes: EntryKind,
  summary: string,
  example: string,
): SettingEntry {
  const parameters = { [takes]: takesEntry(summary, takes) };
  return { kind: 'setting', name, within, takes, summary, example, parameters };
}

/** Every line that may stand in a declaration or an action. */
export const notebookSettings = new EntryTable<SettingEntry>('setting', [
  choice(
    'source',
    ['data'],
    'source',
    'Where the samples come from.',
    'source digits(train: 20000)',
  ),
  setting('split', ['data'], 'Sets samples of the training set aside.', 'split validation 2000', {
    part: word('What the samples are kept for.', ['validation']),
    count: integer('Number of samples.', { minimum: 0 }),
  }),
  choice(
    'normalize',
    ['data'],
    'normalization',
    'Brings the inputs to a common scale; becomes part of the network’s graph.',
    'normalize standard',
  ),
  {
    ...choice(
      'augment',
      ['data'],
      'augmentation',
      'Changes training images at random, others in each epoch; several lines work together, in their order.',
      'augment rotate(15)',
    ),
    repeats: true,
  },
  setting('batch', ['data', 'train'], 'Samples in one training step.', 'batch 128', {
    size: integer('Number of samples.', { minimum: 1, maximum: 65536 }),
  }),
  choice('loss', ['train'], 'loss', 'What training makes small.', 'loss cross_entropy'),
  choice(
    'optimizer',
    ['train'],
    'optimizer',
    'How a step follows from the gradients.',
    'optimizer sgd(rate: 0.1, momentum: 0.9)',
  ),
  choice(
    'schedule',
    ['train'],
    'schedule',
    'How the learning rate changes during training.',
    'schedule cosine',
  ),
  setting('epochs', ['train'], 'Passes over the training set, at most.', 'epochs 8', {
    count: integer('Number of passes; 0 scores the network as it is.', {
      minimum: 0,
      maximum: 1_000_000,
    }),
  }),
  choice(
    'stop',
    ['train'],
    'stop',
    'When to stop before the last epoch.',
    'stop early(patience: 3)',
  ),
  choice(
    'regularize',
    ['train'],
    'regularizer',
    'A penalty on all weights, added to the loss.',
    'regularize l2(5e-4)',
  ),
  setting(
    'clip',
    ['train'],
    'Brings gradients within a bound: the norm of all of them together, or each number.',
    'clip norm 1.0',
    {
      by: word('What is bounded.', ['norm', 'value']),
      bound: number('The bound.', { above: 0 }),
    },
  ),
  {
    ...setting(
      'maxnorm',
      ['train'],
      'Scales the incoming weights of each unit back to a norm, after each step.',
      'maxnorm 3.0',
      { bound: number('The greatest norm.', { above: 0 }) },
    ),
    details:
      'Weights that units share otherwise than by whole rows, as in subsample and in most transposedconv layers, stay as they are; so do biases. Srivastava et al. (2014).',
  },
  {
    ...setting(
      'average',
      ['train'],
      'Keeps a moving average of the parameters: the one that is scored, inspected, saved and exported.',
      'average ema 0.999',
      {
        kind: word('How it moves: exponentially.', ['ema']),
        decay: number('How much of the average stays at each step; less in the first ones.', {
          minimum: 0,
          maximum: 0.999999,
        }),
      },
    ),
    details:
      'The running statistics of batchnorm are those of the weights that are trained, not of their average; with a long average and few steps they lag apart. Polyak and Juditsky (1992).',
  },
  setting(
    'accumulate',
    ['train'],
    'Takes one step of the optimizer for so many batches, with their mean gradient.',
    'accumulate 4',
    { batches: integer('Number of batches.', { minimum: 1, maximum: 65536 }) },
  ),
  setting(
    'seed',
    ['train'],
    'Makes the run repeatable: initial weights, order, dropout.',
    'seed 7',
    {
      value: integer('Any whole number.', { minimum: 0 }),
    },
  ),
  setting(
    'from',
    ['find'],
    'The lowest and the highest learning rate that are tried.',
    'from 1e-6 to 1',
    {
      lowest: number('Rate of the first step.', { above: 0 }),
      to: word('Stands between them.', ['to']),
      highest: number('Rate of the last step.', { above: 0 }),
    },
  ),
  setting('steps', ['find'], 'How many learning rates are tried, one a step.', 'steps 100', {
    count: integer('Number of steps.', { minimum: 10, maximum: 100_000 }),
  }),
  setting('gradients', ['inspect'], 'Magnitude of each layer’s gradients.', 'gradients', {}),
  setting(
    'activations',
    ['inspect'],
    'Mean, spread and share of zeros of each layer’s output.',
    'activations',
    {},
  ),
  {
    ...setting('features', ['inspect'], 'Feature maps of the named layers.', 'features C1, C3', {}),
    details:
      'Followed by layer labels, and optionally by the sample to show: `features C1, C3 on digits.test[7]`.',
  },
  {
    ...setting(
      'frozen',
      ['network'],
      'Parameters of the model that training leaves as they are.',
      'frozen "conv*", "bn1"',
      {},
    ),
    details:
      'Followed by names of parameters, or of the nodes that read them, in double quotes; `*` stands for any ' +
      'characters. `frozen all` keeps the whole model as it is, so that only the layers behind it learn.',
  },
  {
    ...setting('cut', ['network'], 'The tensor the model ends at.', 'cut "pool5"', {}),
    details:
      'Followed by the name of a tensor in the file, or of the node that computes it, in double quotes. The layers ' +
      'of the text read it; without any it is the output.',
  },
]);
