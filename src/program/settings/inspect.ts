import { integer, optional, word } from '../../language/parameters';
import type { InspectPlan } from '../verbs/inspect';
import { settingOf } from './define';

const inspectSetting = settingOf<InspectPlan>('inspect');

const gradients = inspectSetting({
  name: 'gradients',
  summary: 'Magnitude of each layer’s gradients.',
  example: 'gradients',
  parameters: {},
  plan: () => ({ gradients: true }),
});

const activations = inspectSetting({
  name: 'activations',
  summary:
    'Each layer over all samples: mean, deviation, fraction of zeros, dead and saturated units.',
  details:
    'A unit is dead if its output is zero for every sample, and a unit of `logistic`, `tanh` or a recurrent layer is saturated if it ' +
    'is nearer to an end of its range than 5% of the way from the middle, for at least 95% of the samples and places.',
  example: 'activations train',
  parameters: {
    of: optional(
      word('Split whose samples are counted; that of the sample shown when left out.', [
        'train',
        'validation',
        'test',
      ]),
    ),
  },
  plan: ({ of }) => ({ activations: true, ...(of && { over: of }) }),
});

const features = inspectSetting({
  name: 'features',
  summary: 'Feature maps of the named layers.',
  details:
    'Followed by layer labels, and optionally by the sample to show: `features C1, C3 on digits.test[7]`.',
  example: 'features C1, C3',
  parameters: {},
  free: true,
  listsLayers: true,
  namesSample: true,
});

const bestNeuron = inspectSetting({
  name: 'best_neuron',
  summary: 'How well a single neuron of the named layers tells a class from all others.',
  details:
    'Followed by layer labels. Each number that a layer gives is a neuron. For each class 20 thresholds are tried, equally spaced between ' +
    'the least and the greatest output of a neuron over the samples, with the class above it or below. Told is the best neuron for each ' +
    'class (of many the 20 told best), beside what the same answer to every sample scores: 90% for one of ten classes of equal size. Nothing is trained, but neuron and ' +
    'threshold are chosen by the samples they are scored on; `activations train` chooses a split, and `samples` limits them, as for activations. ' +
    'Le et al., *Building high-level features using large scale unsupervised learning* (2012).',
  example: 'best_neuron C3',
  parameters: {},
  free: true,
  listsLayers: true,
});

const samples = inspectSetting({
  name: 'samples',
  summary: 'Over how many samples activations are counted, at most; over all when left out.',
  example: 'samples 10000',
  parameters: { count: integer('Number of samples.', { minimum: 1 }) },
  plan: ({ count }) => ({ samples: count }),
});

export const inspectSettings = [gradients, activations, features, bestNeuron, samples];
