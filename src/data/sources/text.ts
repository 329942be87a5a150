import { integer, number, optional, string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { targetsParameter, windows, windowShapes } from '../characters';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { dataPieces, readHead } from '../read';
import { locate } from '../search';
import type { DataContext, SourceData, SourceEntry } from '../source';
import { utf8 } from '../utf8';

const parameters = {
  file: naming('file', string('The text in UTF-8, plain or compressed with gzip.')),
  steps: integer('Characters in a sample.', { minimum: 1, default: 64 }),
  stride: optional(
    integer('Characters between the starts of two samples; the length of a sample when left out.', {
      minimum: 1,
    }),
  ),
  test: number('The fraction of the text, at its end, that is kept for the test.', {
    minimum: 0,
    maximum: 0.9,
    default: 0.1,
  }),
  targets: targetsParameter,
};

type TextValues = Values<typeof parameters>;

/** So many bytes are read to know the characters without loading a larger file. */
const headSize = 1 << 20;

/** Characters as code points, in a list that grows. */
async function readCharacters(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  file: string,
): Promise<Int32Array> {
  let points = new Int32Array(1 << 16);
  let count = 0;
  for await (const piece of utf8(pieces, file)) {
    if (count + piece.length > points.length) {
      const length = 2 * (count + piece.length);
      assertFits(2 * 4 * length, `Reading ${file}`, 'Use a shorter text.', file);
      const more = new Int32Array(length);
      more.set(points);
      points = more;
    }
    for (const character of piece) points[count++] = character.codePointAt(0)!;
  }
  return points.subarray(0, count);
}

/** Every character that occurs, in the order of code points. */
const alphabet = (points: Int32Array): number[] => [...new Set(points)].sort((a, b) => a - b);

async function load(values: TextValues, context: DataContext): Promise<SourceData> {
  const file = await locate([values.file], context);
  const points = await readCharacters(dataPieces(file, context), file);
  const known = alphabet(points);
  const numberOf = new Map(known.map((point, id) => [point, id]));
  const ids = points.map((point) => numberOf.get(point)!);
  const cut = Math.round(ids.length * (1 - values.test));
  const train = windows(ids.subarray(0, cut), values);
  if (train.count === 0) {
    throw new DataError(
      'empty',
      `${file} has ${ids.length} characters, too few for one sample of ${values.steps}. Use a longer text, or lower \`steps\`.`,
      file,
    );
  }
  const names = known.map((point) => String.fromCodePoint(point));
  return {
    ...windowShapes(values, names),
    train,
    test: windows(ids.subarray(cut), values),
  };
}

export const text: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'text',
  synonyms: ['txt', 'characters'],
  summary: 'Pieces of a text, each with the character that follows it.',
  details:
    'A sample holds its characters as numbers, from 0 in the order of code points, for an `embedding` whose `vocabulary` is the number of different characters. Its class is the next character; with `targets: each` each step has one, as a causal network asks for.',
  parameters,
  example: 'source text("book.txt", steps: 64)',
  madeOf: 'text',
  load,
  async probe(values, context) {
    const file = await locate([values.file], context);
    const { bytes, whole } = await readHead(file, headSize, context);
    return {
      inputShape: [values.steps],
      kind: 'classes',
      ...(values.targets === 'each' && { steps: values.steps }),
      ...(whole && { targets: alphabet(await readCharacters([bytes], file)).length }),
    };
  },
};
