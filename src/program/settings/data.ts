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

export const dataSettings = [source, split, normalize, augment, batch];
