import type { DataPlan } from '../../data/plan';
import { formatCall } from '../../language/formatCall';
import { integer, word } from '../../language/parameters';
import type { TrainPlan } from '../../learning/plan';
import { choice, dataSetting, settingOf } from './define';

const source = dataSetting({
  name: 'source',
  ...choice('source', 'Where the samples come from.'),
  example: 'source digits(train: 20000)',
  plan: ({ source }, _, location) => ({ source, location }),
  format: ({ data }) => formatCall(data.source),
});

const split = dataSetting({
  name: 'split',
  summary: 'Sets some of the training samples aside for validation.',
  example: 'split validation 2000',
  parameters: {
    part: word('What they are used for.', ['validation']),
    count: integer('Number of samples.', { minimum: 0 }),
  },
  plan: ({ count }) => ({ validation: count }),
  format: ({ data }) => data.validation,
  recordedAs: 'validation',
});

const normalize = dataSetting({
  name: 'normalize',
  ...choice(
    'normalization',
    'Scales the inputs to a common range; becomes part of the network’s graph.',
  ),
  example: 'normalize standard',
  plan: ({ normalization }) => ({ normalization }),
  format: ({ data }) => formatCall(data.normalization),
});

const transform = dataSetting({
  name: 'transform',
  ...choice(
    'transform',
    'What happens to the samples once, when they are loaded, after the validation samples are set aside; applied in order.',
  ),
  example: 'transform label_noise(0.2)',
  repeats: true,
  plan: ({ transform }, { transforms = [] }) => ({ transforms: [...transforms, transform] }),
  format: ({ data: { transforms = [] } }) => transforms.map(formatCall).join(', ') || undefined,
});

const augment = dataSetting({
  name: 'augment',
  ...choice(
    'augmentation',
    'Random transformations of training images, new every epoch, applied in order.',
  ),
  example: 'augment rotate(15)',
  repeats: true,
  plan: ({ augmentation }, { augment = [] }) => ({ augment: [...augment, augmentation] }),
  format: ({ data: { augment = [] } }) => augment.map(formatCall).join(', ') || undefined,
});

const batch = settingOf<Pick<DataPlan & TrainPlan, 'batch'>>(
  'data',
  'train',
  'phase',
)({
  name: 'batch',
  summary: 'Number of samples in a training step.',
  example: 'batch 128',
  parameters: { size: integer('Number of samples.', { minimum: 1, maximum: 65536 }) },
  plan: ({ size }) => ({ batch: size }),
  format: ({ train, data }) => train.batch ?? data.batch,
});

const segments = dataSetting({
  name: 'segments',
  summary: 'Cuts sequences with a target for each step into segments, which become the samples.',
  details:
    'The last segment is filled up with zeros, which have no targets. `split` counts whole sequences. With `carry state` in the ' +
    'training, recurrent layers go on from segment to segment; without it each segment stands alone.',
  example: 'segments 32',
  parameters: { steps: integer('Steps of a segment.', { minimum: 1, maximum: 4096 }) },
  plan: ({ steps }) => ({ segments: steps }),
  format: ({ data }) => data.segments,
});

const delay = dataSetting({
  name: 'delay',
  summary: 'Lets the targets of the steps of a sequence come some steps late.',
  details:
    'At step $t$ the target of step $t - d$ is asked for, so that the network has seen $d$ steps of what follows. The first $d$ steps of a sequence have no ' +
    'target. Robinson and Fallside (1991) waited four steps.',
  example: 'delay 4',
  parameters: { steps: integer('d, in steps.', { minimum: 0, maximum: 4096 }) },
  plan: ({ steps }) => ({ delay: steps }),
  format: ({ data }) => data.delay,
});

export const dataSettings = [source, split, transform, normalize, augment, batch, segments, delay];
