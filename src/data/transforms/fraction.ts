import { integer, number } from '../../language/parameters';
import { chosenByClass } from './groups';
import type { TransformEntry } from './transform';

const parameters = {
  of: number('The fraction of the training samples that is kept.', { above: 0, maximum: 1 }),
  seed: integer('Chooses them.', { default: 7 }),
};

export const fraction: TransformEntry<typeof parameters> = {
  kind: 'transform',
  name: 'fraction',
  synonyms: ['subset', 'subsample', 'keep'],
  summary: 'Keeps a fraction of the training samples, of each class alike.',
  details:
    'Of each class the nearest whole number is kept, but at least one sample. A larger fraction with the same seed has all samples ' +
    'of a smaller one. Validation and test samples stay.',
  parameters,
  example: 'transform fraction(0.1)',
  resizes: true,
  apply: ({ of, seed }, samples) =>
    chosenByClass(samples, 'fraction', seed, (classes) =>
      classes.map((members) => members.slice(0, Math.max(1, Math.round(of * members.length)))),
    ),
};
