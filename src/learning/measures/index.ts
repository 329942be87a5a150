import { EntryTable } from '../../language/entryTable';
import { bound, meanFieldChange } from './bound';
import { defineMeasure, type MeasureEntry } from './measure';
import { distortion, prediction, restarts, sparsity } from './dictionary';
import { dimensions, eigenvalue, gain, variance } from './spectrum';
import { freeEnergy, freeEnergyGap } from './machine';
import { sleepError, wakeError } from './predictions';
import { representatives, response } from './cells';
import { crops } from './crops';
import { curvature } from './curvature';
import { topK } from './topK';
import { decodedError } from './sequences';
import { updates, weights } from './watched';

export const loss = defineMeasure({
  name: 'loss',
  label: 'loss',
  goal: 'lower',
  fold: 'mean',
  summary:
    'The function training minimizes: with penalties in training, without them on validation and test samples.',
  example: 'stop early(metric: loss)',
});

export const accuracy = defineMeasure({
  name: 'accuracy',
  label: 'accuracy',
  goal: 'higher',
  fold: 'mean',
  unit: 'fraction',
  discrete: true,
  summary:
    'The fraction of samples whose class gets the greatest output; ties count as a random choice would.',
  details:
    'A single unit for two classes says the second one above ½, or above 0 where it is trained to −1 and 1. Values that are all ' +
    '0 or 1, or all −1 or 1, are right when each output is on the right side.',
  example: 'stop early(metric: accuracy)',
});

export const gradients = defineMeasure({
  name: 'gradients',
  label: 'gradient magnitude',
  symbol: '‖∂E/∂w‖₂',
  goal: 'none',
  fold: 'mean',
  summary: 'The magnitude of the gradient of each parameter, in one batch.',
  details: '$\\lVert \\partial E / \\partial w \\rVert_2$ over all numbers of the parameter.',
  example: 'inspect Net { gradients }',
});

export const mistakes = defineMeasure({
  name: 'mistakes',
  label: 'mistakes',
  goal: 'lower',
  fold: 'sum',
  discrete: true,
  summary: 'Samples that a unit classified wrongly; each of them changed the weights.',
  example: 'stop early(metric: mistakes)',
});

export const error = defineMeasure({
  name: 'error',
  label: 'squared error',
  goal: 'lower',
  fold: 'mean',
  summary: 'Half the squared distance between the outputs and their targets, per sample.',
  details: '$\\tfrac12 \\lVert t - Wx - b \\rVert^2$',
  example: 'stop early(metric: error)',
});

export const reconstruction = defineMeasure({
  name: 'reconstruction',
  label: 'reconstruction error',
  goal: 'lower',
  fold: 'mean',
  summary:
    'The mean squared distance between the inputs and their reconstructions from the hidden units.',
  example: 'stop early(metric: reconstruction)',
});

export { freeEnergy, freeEnergyGap };

export const changes = defineMeasure({
  name: 'directions',
  label: 'direction magnitude',
  symbol: '‖Δw‖₂ / rate',
  goal: 'none',
  fold: 'mean',
  summary: 'The magnitude of the direction in which a rule moves each parameter, in one batch.',
  example: 'rule cd # reports directions',
});

/** What the pass of the delta rule sums: no word of the language. */
export const correlation = defineMeasure({
  name: 'correlation',
  label: 'correlation of the inputs',
  goal: 'none',
  fold: 'mean',
  summary:
    'The mean of $x x^\\top$ over the training samples, from which the delta rule finds its greatest rate.',
  example: 'rule delta',
});

export const rateLimit = defineMeasure({
  name: 'rate_limit',
  label: 'greatest stable rate',
  goal: 'none',
  fold: 'mean',
  summary:
    'The learning rate above which the delta rule diverges: 2/λ for the greatest eigenvalue λ.',
  details:
    'λ is that of the mean of $x x^\\top$ over the training samples. Widrow and Hoff (1960).',
  example: 'rule delta # reports rate_limit',
});

export { bound, meanFieldChange, sleepError, wakeError };

/** Everything a rule may tell, and what `watch` may add. */
export const measures = new EntryTable<MeasureEntry>('measure', [
  loss,
  accuracy,
  gradients,
  curvature,
  updates,
  weights,
  topK,
  crops,
  mistakes,
  error,
  reconstruction,
  freeEnergy,
  freeEnergyGap,
  changes,
  rateLimit,
  eigenvalue,
  variance,
  dimensions,
  gain,
  bound,
  wakeError,
  sleepError,
  distortion,
  restarts,
  representatives,
  response,
  sparsity,
  meanFieldChange,
  prediction,
  decodedError,
]);
