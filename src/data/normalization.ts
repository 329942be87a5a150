import { EntryTable } from '../language/entryTable';
import { number, numbers } from '../language/parameters';
import type { Entry, Parameters, Values } from '../language/vocabulary';
import { DataError, type Dataset } from './dataset';
import { groups, type Statistics } from './statistics';
import { formatShape } from '../text/numbers';

/** How inputs are shifted and scaled, from statistics of the training split alone. */
export interface NormalizationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'normalization';
  /** Shift and scale that no sample decides; throws `DataError` when they do not fit the shape of the samples. */
  fixed?(values: Values<P>, inputShape: readonly number[]): Dataset['normalization'];
  /** Shift and scale from what was measured. With neither, the inputs stay as they are. */
  fit?(values: Values<P>, statistics: Statistics): Dataset['normalization'];
}

const none: NormalizationEntry = {
  kind: 'normalization',
  name: 'none',
  summary: 'Leaves the inputs as they are: pixels in 0..1, table values as written.',
  parameters: {},
  example: 'normalize none',
};

const standard: NormalizationEntry = {
  kind: 'normalization',
  name: 'standard',
  summary: 'Shifts and scales the inputs to mean 0 and standard deviation 1.',
  details:
    'Mean and deviation are those of the training split, of each channel for images and of each feature for ' +
    'tables and sequences. A constant feature is shifted to 0 and not scaled. The exported model contains this step.',
  parameters: {},
  example: 'normalize standard',
  fit: (_, { mean, deviation, minimum, maximum }) => ({
    mean,
    // A rounded mean leaves a constant feature with a tiny deviation; equal bounds are exact.
    scale: deviation.map((sigma, group) => (minimum[group] < maximum[group] ? 1 / sigma : 1)),
  }),
};

/** Low + (x − min)·s written as (x − m)·s with m = min − low/s. */
const toRange = (low: number, high: number, { minimum, maximum }: Statistics) => {
  const scale = minimum.map((least, group) => {
    const extent = maximum[group] - least;
    return extent > 0 ? (high - low) / extent : 1;
  });
  return { mean: minimum.map((least, group) => least - low / scale[group]), scale };
};

const rangeParameters = {
  low: number('What the smallest training value becomes.', { default: 0 }),
  high: number('What the largest training value becomes.', { default: 1 }),
};

const range: NormalizationEntry<typeof rangeParameters> = {
  kind: 'normalization',
  name: 'range',
  summary: 'Shifts and scales the inputs so that the training split fills a range.',
  details:
    'The smallest and largest values are those of the training split, of each channel for images and of each ' +
    'feature for tables and sequences; other samples may lie outside it.',
  parameters: rangeParameters,
  example: 'normalize range(low: -1, high: 1)',
  fit: ({ low, high }, statistics) => toRange(low, high, statistics),
};

const minmax: NormalizationEntry = {
  kind: 'normalization',
  name: 'minmax',
  summary: 'Shifts and scales the inputs so that the training split fills 0..1.',
  parameters: {},
  example: 'normalize minmax',
  fit: (_, statistics) => toRange(0, 1, statistics),
};

const scaleParameters = {
  factor: numbers('What inputs are multiplied by: one number, or one for each channel or feature.'),
  mean: numbers('What is subtracted before that.', { default: [0] }),
};

const scale: NormalizationEntry<typeof scaleParameters> = {
  kind: 'normalization',
  name: 'scale',
  summary: 'Multiplies the inputs by given numbers, whatever the data.',
  details:
    '$(x - \\mathrm{mean}) \\cdot \\mathrm{factor}$. Models from files were trained on inputs of their own scale: ' +
    '`scale(255)` for pixels from 0 to 255, ' +
    '`scale([1/0.229, 1/0.224, 1/0.225], mean: [0.485, 0.456, 0.406])` for networks trained on ImageNet.',
  parameters: scaleParameters,
  example: 'normalize scale(255)',
  fixed({ factor, mean }, inputShape) {
    const count = groups(inputShape);
    for (const [what, { length }] of Object.entries({ factor, mean })) {
      if (length === 1 || length === count) continue;
      throw new DataError(
        'bad-normalization',
        `\`scale\` has ${length} numbers for the ${what} of samples ${formatShape(inputShape)}; give 1 or ${count}.`,
      );
    }
    return { mean, scale: factor };
  },
};

export const normalizations = new EntryTable<NormalizationEntry>('normalization', [
  none,
  scale,
  standard,
  minmax,
  range,
]);
