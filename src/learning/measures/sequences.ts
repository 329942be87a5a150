import { defineMeasure } from './measure';

export const decodedError = defineMeasure({
  name: 'decoded_error',
  label: 'decoded error',
  goal: 'lower',
  fold: 'mean',
  unit: 'fraction',
  discrete: true,
  summary:
    'Symbols to be inserted, deleted or replaced in what `decode` finds, as a fraction of the right ones.',
  details:
    'A symbol is a run of steps of one class. $(I + D + S) / N$, as the word error rate of speech recognition; above 100% with many insertions.',
  example: 'stop early(metric: decoded_error)',
});
