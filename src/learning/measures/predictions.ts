import { defineMeasure } from './measure';

/** How well directed connections predict units, the one way and the other. */

export const wakeError = defineMeasure({
  name: 'wake_error',
  label: 'wake error',
  goal: 'lower',
  fold: 'mean',
  summary:
    'The mean squared distance between units drawn from a sample upwards and what the generative connections predict of them.',
  example: 'stop early(metric: wake_error)',
});

export const sleepError = defineMeasure({
  name: 'sleep_error',
  label: 'sleep error',
  goal: 'lower',
  fold: 'mean',
  summary:
    'The mean squared distance between units drawn in a dream and what the recognition connections make of those below.',
  example: 'stop early(metric: sleep_error)',
});
