import { formatCall } from '../../language/formatCall';
import {
  entry as takesEntry,
  integer,
  number,
  optional,
  string,
  word,
} from '../../language/parameters';
import type { TrainPlan } from '../../learning/plan';
import { usualRule } from '../../learning/rules/rule';
import { choice, phaseSetting, settingOf, trainSetting } from './define';

const rule = trainSetting({
  name: 'rule',
  ...choice('rule', 'How the network learns.'),
  example: 'rule backprop',
  plan: ({ rule }) => ({ rule }),
  format: ({ train: { rule } }) => rule && formatCall(rule),
});

const phase = trainSetting({
  name: 'phase',
  takes: 'rule',
  block: 'phase',
  repeats: true,
  summary:
    'A part of the training with its own rule, layers and epochs; the next one begins where it ends.',
  details:
    'A name and a rule, then settings in braces; all other settings are those around it. Parameters carry over to the next ' +
    'phase, the state of the optimizer does not.',
  example: 'phase first: backprop { layers C1; epochs 5 }',
  parameters: { rule: takesEntry('How it learns.', 'rule', { default: usualRule }) },
  format: ({ train: { phases } }) =>
    phases
      ?.map(({ phase, rule, layers, epochs }) =>
        [
          `${phase}: ${formatCall(rule ?? usualRule)}`,
          ...(layers ? [`layers ${layers.join(', ')}`] : []),
          `epochs ${epochs}`,
        ].join(' '),
      )
      .join('; '),
});

const layers = settingOf<TrainPlan>('phase')({
  name: 'layers',
  summary: 'The layers that learn in a phase; all others stay as they are.',
  details: 'Followed by layer labels. Without it all layers learn that are not frozen.',
  example: 'layers C1, C3',
  parameters: {},
  free: true,
  listsLayers: true,
});

const watch = phaseSetting({
  name: 'watch',
  ...choice('measure', 'A measure to report besides those of the rule.'),
  example: 'watch updates',
  repeats: true,
  plan: ({ measure }, { watch = [] }) => ({ watch: [...watch, measure] }),
  format: ({ train: { watch } }) => watch?.map(formatCall).join(', '),
});

const loss = phaseSetting({
  name: 'loss',
  ...choice('loss', 'The function training minimizes.'),
  example: 'loss cross_entropy',
  plan: ({ loss }) => ({ loss }),
  format: ({ train }) => formatCall(train.loss),
});

const optimizer = phaseSetting({
  name: 'optimizer',
  ...choice('optimizer', 'How gradients become parameter updates.'),
  example: 'optimizer sgd(rate: 0.1, momentum: 0.9)',
  plan: ({ optimizer }) => ({ optimizer }),
  format: ({ train }) => formatCall(train.optimizer),
});

const schedule = phaseSetting({
  name: 'schedule',
  ...choice('schedule', 'How the learning rate changes during training.'),
  example: 'schedule cosine',
  plan: ({ schedule }) => ({ schedule }),
  format: ({ train }) => formatCall(train.schedule),
});

const epochs = phaseSetting({
  name: 'epochs',
  summary: 'Maximum number of passes over the training set.',
  example: 'epochs 8',
  parameters: {
    count: integer('Number of passes; 0 scores the network as it is.', {
      minimum: 0,
      maximum: 1_000_000,
    }),
  },
  plan: ({ count }) => ({ epochs: count }),
  format: ({ train }) => train.epochs,
});

const stop = phaseSetting({
  name: 'stop',
  ...choice('stop', 'When to stop early.'),
  example: 'stop early(patience: 3)',
  plan: ({ stop }) => ({ stop }),
  format: ({ train: { stop } }) => stop && formatCall(stop),
});

const regularize = phaseSetting({
  name: 'regularize',
  ...choice('regularizer', 'A penalty on all weights, added to the loss.'),
  example: 'regularize l2(5e-4)',
  plan: ({ regularizer }) => ({ regularize: regularizer }),
  format: ({ train: { regularize } }) => regularize && formatCall(regularize),
});

const clip = phaseSetting({
  name: 'clip',
  summary: 'Limits the gradients: the norm of all of them together, or each value.',
  example: 'clip norm 1.0',
  parameters: {
    by: word('What is limited.', ['norm', 'value']),
    bound: number('The limit.', { above: 0 }),
  },
  plan: ({ by, bound }) => ({ clip: { by, bound } }),
  format: ({ train: { clip } }) => clip && `${clip.by} ${clip.bound}`,
});

const maxNorm = phaseSetting({
  name: 'max_norm',
  formerly: 'maxnorm',
  summary: 'Limits the norm of each unit’s incoming weights (max-norm).',
  details:
    'Biases are not limited, nor are weights that units do not share by whole rows, as in `subsample` and in most `transposed_conv` layers. Srivastava et al. (2014).',
  example: 'max_norm 3.0',
  parameters: { bound: number('The largest norm.', { above: 0 }) },
  plan: ({ bound }) => ({ maxNorm: bound }),
  format: ({ train }) => train.maxNorm,
});

const average = phaseSetting({
  name: 'average',
  summary:
    'Averages the parameters over the steps; the average is scored, inspected, saved and exported.',
  details:
    'The running statistics of batch_norm are those of the weights that are trained, not of their average; with a long average and few steps the two can differ. Polyak and Juditsky (1992).',
  example: 'average ema 0.999',
  parameters: {
    kind: word('The kind of average: exponential.', ['ema']),
    decay: number('Weight of the old average at each step; less in the first ones.', {
      minimum: 0,
      maximum: 0.999999,
    }),
  },
  plan: ({ decay }) => ({ average: { decay } }),
  format: ({ train: { average } }) => average && `ema ${average.decay}`,
});

const accumulate = phaseSetting({
  name: 'accumulate',
  summary: 'Makes one update from the mean gradient of several batches.',
  example: 'accumulate 4',
  parameters: { batches: integer('Number of batches.', { minimum: 1, maximum: 65536 }) },
  plan: ({ batches }) => ({ accumulate: batches }),
  format: ({ train }) => train.accumulate,
});

const carry = phaseSetting({
  name: 'carry',
  summary: 'Recurrent layers go on from segment to segment where they have ended.',
  details:
    'A batch holds the next segment of each of its sequences, and the state at the end of a segment is that at the start of the next; a new sequence starts from zero. ' +
    'Gradients stay within a segment: truncated back-propagation through time. The data says where sequences are cut: `segments 32`. Validation and test carry the state, ' +
    'too; an exported model starts each input from zero. Williams and Peng (1990).',
  example: 'carry state',
  parameters: { what: word('What goes on: the state of the layers.', ['state']) },
  plan: () => ({ carry: true }),
  format: ({ train: { carry } }) => carry && 'state',
});

const decode = phaseSetting({
  name: 'decode',
  summary: 'Finds the symbols of sequences in the outputs for their steps, and scores them.',
  details:
    'Validation and test then report [`decoded_error`](measures.md#decoded_error). `viterbi` finds the most probable classes of all steps together: ' +
    '$\\max_s \\sum_t \\log y_t(s_t) - \\log P(s_t) + \\log a(s_{t-1}, s_t)$, where each class lasts at least as long as the shortest time in the training ' +
    'samples, from whose labels $P$ and $a$ are counted, too: classes that never follow each other there still may, and a class that is never there is never ' +
    'found. `greedy` takes the greatest output of each step. Steps of one class in a row are a symbol; a ' +
    'class in quotes (a pause, a gap) is none. Viterbi (1967); Bourlard and Morgan (1994); Witten and Bell (1991).',
  example: 'decode viterbi "gap"',
  parameters: {
    by: word('How the classes of the steps are found.', ['viterbi', 'greedy']),
    ignore: optional(string('A class that is no symbol.')),
  },
  plan: ({ by, ignore }) => ({ decode: { by, ...(ignore !== undefined && { ignore }) } }),
  format: ({ train: { decode } }) =>
    decode && [decode.by, ...(decode.ignore === undefined ? [] : [`"${decode.ignore}"`])].join(' '),
});

const write = trainSetting({
  name: 'write',
  summary: 'How many characters the network writes after an epoch, where it learns a text.',
  details:
    'Behind the beginning of the test text, at temperature 0.8, the same random numbers each time: after the first epoch, the last one, and some between. See `generate`.',
  example: 'write 200',
  parameters: { characters: integer('Number of characters.', { minimum: 1, maximum: 2000 }) },
  plan: ({ characters }) => ({ write: characters }),
  format: ({ train: { write } }) => write,
});

/** The run records its seed by itself. */
const seed = trainSetting({
  name: 'seed',
  summary: 'Makes the run repeatable: initial weights, order of the samples, dropout.',
  example: 'seed 7',
  parameters: { value: integer('Any whole number.', { minimum: 0 }) },
  plan: ({ value }) => ({ seed: value }),
});

export const trainSettings = [
  rule,
  phase,
  layers,
  loss,
  optimizer,
  schedule,
  epochs,
  stop,
  regularize,
  clip,
  maxNorm,
  average,
  accumulate,
  carry,
  decode,
  watch,
  write,
  seed,
];
