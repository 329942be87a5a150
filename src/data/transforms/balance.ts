import { integer, word } from '../../language/parameters';
import { chosenByClass } from './groups';
import type { TransformEntry } from './transform';

const parameters = {
  by: word(
    '`drop` leaves samples of larger classes out, `repeat` takes those of smaller ones more than once.',
    ['drop', 'repeat'],
    { default: 'drop' },
  ),
  seed: integer('Chooses which.', { default: 7 }),
};

export const balance: TransformEntry<typeof parameters> = {
  kind: 'transform',
  name: 'balance',
  synonyms: ['oversample', 'undersample', 'class_balance'],
  summary: 'Makes all classes equally frequent among the training samples.',
  details:
    '`drop` brings every class to the size of the smallest, `repeat` to that of the largest, each sample as often as the others ' +
    'or once more. Validation and test samples stay.',
  parameters,
  example: 'transform balance(repeat)',
  classesOnly: true,
  resizes: true,
  apply: ({ by, seed }, samples) =>
    chosenByClass(samples, 'balance', seed, (classes) => {
      const count = classes
        .map(({ length }) => length)
        .reduce((one, other) => (by === 'drop' ? Math.min(one, other) : Math.max(one, other)));
      return classes.map((members) =>
        Array.from({ length: count }, (_, k) => members[k % members.length]),
      );
    }),
};
