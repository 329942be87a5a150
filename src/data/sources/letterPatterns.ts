import { boolean, integer, number, optional, string } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { DataError } from '../dataset';
import { chooseTraining } from '../holdOut';
import type { Samples } from '../samples';
import type { SourceData, SourceEntry } from '../source';

/** Rows of squares, lit or not. */
type Pattern = readonly (readonly boolean[])[];

/** Letters of at most 3×3 squares. None is another one turned; T and C are the five squares of the T-C problem. */
const font: Readonly<Record<string, string>> = {
  A: '.#. ### #.#',
  C: '## #. ##',
  E: '### ##. ###',
  F: '### ##. #..',
  G: '##. #.# ###',
  H: '#.# ### #.#',
  I: '# # #',
  J: '..# #.# ###',
  L: '#.. #.. ###',
  O: '### #.# ###',
  P: '### ### #..',
  T: '### .#. .#.',
  U: '#.# #.# ###',
  V: '#.# #.# .#.',
  X: '#.# .#. #.#',
  Y: '#.# .#. .#.',
  Z: '##. .#. .##',
};

const parameters = {
  letters: string('Letters to tell apart, each of them a class.', { default: 'TC' }),
  size: integer('Squares along a side of the field.', { minimum: 3, maximum: 32, default: 4 }),
  rotate: boolean('Whether letters are also turned by 90°, 180° and 270°.', { default: true }),
  train: optional(
    integer(
      'Patterns to train on, drawn at random by `seed`; the others are the test samples. When left out, all are both.',
      { minimum: 1 },
    ),
  ),
  noise: number('Probability with which a square of a test pattern is turned over.', {
    minimum: 0,
    maximum: 0.5,
    default: 0,
  }),
  seed: integer('Chooses the training patterns, and the noise.', { default: 7 }),
};

/** The letters asked for, each once. Throws a `DataError` for one that there is no pattern of. */
function classesOf(letters: string): readonly string[] {
  const names = [...letters.toUpperCase()];
  const known = Object.keys(font);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new DataError(
      'label-out-of-range',
      `There is no pattern of “${unknown}”; write some of \`"${known.join('')}"\`.`,
    );
  if (names.length < 2 || new Set(names).size < names.length)
    throw new DataError('label-out-of-range', 'Name two letters or more, each once: `"TC"`.');
  return names;
}

const turned = (pattern: Pattern): Pattern =>
  pattern[0].map((_, x) => pattern.map((row) => row[x]).reverse());

/** A letter in its different directions. */
function directions(name: string, rotate: boolean): readonly Pattern[] {
  const upright = font[name].split(' ').map((row) => [...row].map((square) => square === '#'));
  const all: Pattern[] = [upright];
  while (rotate && all.length < 4) all.push(turned(all[all.length - 1]));
  return [...new Map(all.map((pattern) => [JSON.stringify(pattern), pattern])).values()];
}

/** Places of the corner of a pattern in the field. */
const corners = (pattern: Pattern, size: number) =>
  Array.from({ length: size - pattern.length + 1 }, (_, y) =>
    Array.from({ length: size - pattern[0].length + 1 }, (_, x) => [y, x] as const),
  ).flat();

/** A pattern of a class with its corner at a place of the field. */
interface Placed {
  readonly label: number;
  readonly pattern: Pattern;
  readonly top: number;
  readonly left: number;
}

/** All there are, class by class, and those to train and to test on. */
function placed({ letters, size, rotate, train, seed }: Values<typeof parameters>) {
  const names = classesOf(letters);
  const all = names.flatMap((name, label) =>
    directions(name, rotate).flatMap((pattern) =>
      corners(pattern, size).map(([top, left]): Placed => ({ label, pattern, top, left })),
    ),
  );
  const { length } = all;
  const random = new Random(seed, 'letter_patterns', 'train');
  const members = chooseTraining(length, train ?? length, random, `There are ${length} patterns`);
  const at = (places: Int32Array) => Array.from(places, (place) => all[place]);
  return { names, train: at(members.train), test: at(members.test) };
}

/** Pixels of 0 and 255. */
function drawn(patterns: readonly Placed[], size: number) {
  const inputs = new Uint8Array(patterns.length * size * size);
  patterns.forEach(({ pattern, top, left }, i) =>
    pattern.forEach((row, y) =>
      row.forEach((lit, x) => {
        inputs[(i * size + top + y) * size + left + x] = lit ? 255 : 0;
      }),
    ),
  );
  const targets = Uint8Array.from(patterns, ({ label }) => label);
  return { count: patterns.length, inputs, targets } satisfies Samples;
}

function load(values: Values<typeof parameters>): SourceData {
  const { size, noise, seed } = values;
  const { names, train, test } = placed(values);
  const tested = drawn(test, size);
  const random = new Random(seed, 'letter_patterns', 'noise');
  if (noise > 0)
    tested.inputs.forEach((square, i) => {
      if (random.uniform() < noise) tested.inputs[i] = 255 - square;
    });
  return {
    inputShape: [1, size, size],
    target: { kind: 'classes', names },
    train: drawn(train, size),
    test: tested,
  };
}

export const letterPatterns: SourceEntry<typeof parameters> = {
  kind: 'source',
  isComplete: true,
  name: 'letter_patterns',
  synonyms: ['adaline', 't_c', 'switches', 'small_letters'],
  summary:
    'Letters of at most 3×3 squares in a small field, at every place and in every direction.',
  details:
    `There are ${Object.keys(font).join(', ')}; a square is 0 or 1. ` +
    'Widrow and Hoff, *Adaptive switching circuits* (1960), showed such patterns to ADALINE by 4×4 switches. `"TC"` is the T-C problem: ' +
    'each of the two has five squares with the same distances between them, so that only three together tell which it is (Rumelhart, Hinton and Williams, ' +
    '*Learning internal representations by error propagation*, 1986).',
  parameters,
  example: 'source letter_patterns("TGF", size: 4)',
  load: (values) => Promise.resolve().then(() => load(values)),
  probe: (values) => {
    const { names, train, test } = placed(values);
    return Promise.resolve({
      inputShape: [1, values.size, values.size],
      kind: 'classes',
      targets: names.length,
      samples: { train: train.length, test: test.length },
    });
  },
};
