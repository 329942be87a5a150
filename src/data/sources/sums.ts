import { integer } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { placesOf } from '../../shape/window';
import { targetsParameter, windows, windowShapes } from '../characters';
import { assertFits } from '../memoryLimit';
import type { SourceData, SourceEntry } from '../source';

const parameters = {
  train: integer('Characters of the training text.', {
    minimum: 200,
    maximum: 10_000_000,
    default: 100_000,
  }),
  test: integer('Characters of the test text.', {
    minimum: 0,
    maximum: 10_000_000,
    default: 10_000,
  }),
  greatest: integer('The greatest number.', { minimum: 2, maximum: 99, default: 20 }),
  steps: integer('Characters in a sample.', { minimum: 1, maximum: 1000, default: 64 }),
  targets: targetsParameter,
  seed: integer('A different seed writes another text.', { default: 7 }),
};

type SumValues = Values<typeof parameters>;

const ones =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** `forty-two`, for 1 to 99. */
export function numberName(n: number): string {
  if (n <= ones.length) return ones[n - 1];
  const unit = n % 10;
  return tens[Math.floor(n / 10) - 2] + (unit > 0 ? `-${ones[unit - 1]}` : '');
}

/** Sums and differences of two numbers from 1 on: `seventeen and two make nineteen.` */
function sentence(greatest: number, random: Random): string {
  const total = 2 + random.integer(greatest - 1);
  const part = 1 + random.integer(total - 1);
  const rest = total - part;
  const [first, word, second, result] =
    random.uniform() < 0.5 ? [part, 'and', rest, total] : [total, 'less', part, rest];
  return `${numberName(first)} ${word} ${numberName(second)} make ${numberName(result)}.\n`;
}

/** Every character that may occur, in the order of code points. */
function alphabetOf(greatest: number): readonly string[] {
  const numbers = Array.from({ length: greatest }, (_, i) => numberName(i + 1));
  return [...new Set(['\n .', ...numbers, 'and', 'less', 'make'].join(''))].sort();
}

/** The first `length` characters of a text, as numbers in an alphabet. */
function written(
  length: number,
  greatest: number,
  alphabet: readonly string[],
  random: Random,
): Int32Array {
  const numberOf = new Map(alphabet.map((character, id) => [character, id]));
  const ids = new Int32Array(length);
  for (let at = 0; at < length;) {
    for (const character of sentence(greatest, random)) {
      if (at < length) ids[at++] = numberOf.get(character)!;
    }
  }
  return ids;
}

function load(values: SumValues): Promise<SourceData> {
  const { train, test, greatest, seed } = values;
  assertFits(4 * (train + test), `${train + test} characters`, 'Ask for fewer.');
  const alphabet = alphabetOf(greatest);
  const text = (split: string, length: number) =>
    windows(written(length, greatest, alphabet, new Random(seed, 'sums', split)), values);
  return Promise.resolve({
    ...windowShapes(values, alphabet),
    train: text('train', train),
    test: text('test', test),
  });
}

export const sums: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'sums',
  synonyms: ['arithmetic', 'number_words'],
  summary: 'A synthetic text of sums and differences in words: nothing to download.',
  details:
    'Lines such as `seventeen and two make nineteen.` and `twenty less three make seventeen.`, cut into samples as those of [text](#text). To go on with it takes spelling, then grammar, then arithmetic, and what a network writes can be checked.',
  parameters,
  example: 'source sums(steps: 64, targets: each)',
  madeOf: 'text',
  load,
  probe: (values) => {
    const count = (length: number) => Math.max(0, placesOf(length - 1, values.steps, values.steps));
    const { target, ...shapes } = windowShapes(values, alphabetOf(values.greatest));
    return Promise.resolve({
      ...shapes,
      kind: target.kind,
      targets: target.names.length,
      ...(target.steps !== undefined && { steps: target.steps }),
      samples: { train: count(values.train), test: count(values.test) },
    });
  },
};
