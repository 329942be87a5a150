import { number } from '../language/parameters';
import type { Entry, Parameters, Values } from '../language/vocabulary';
import type { Dataset } from './dataset';
import type { Statistics } from './statistics';

/** How inputs are shifted and scaled, from statistics of the training split alone. */
export interface NormalizationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'normalization';
  /** Absent: nothing has to be measured, the inputs stay as they are. */
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
    'tables. A constant feature is shifted to 0 and not scaled. The exported model contains this step.',
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
  low: number('Where the smallest training value goes.', { default: 0 }),
  high: number('Where the largest training value goes.', { default: 1 }),
};

const range: NormalizationEntry<typeof rangeParameters> = {
  kind: 'normalization',
  name: 'range',
  summary: 'Shifts and scales the inputs so that the training split fills a range.',
  details:
    'The smallest and largest values are those of the training split, of each channel for images and of each ' +
    'feature for tables; later samples may lie outside.',
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

export const normalizations: readonly NormalizationEntry[] = [none, standard, minmax, range];
