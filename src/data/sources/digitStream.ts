import { integer } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import type { Target } from '../dataset';
import { digitGlyphs } from '../handwriting/digitGlyphs';
import { Hand, side } from '../handwriting/hand';
import { assertFits } from '../memoryLimit';
import type { Samples } from '../samples';
import { breathe, type DataContext, type SourceData, type SourceEntry } from '../source';

const parameters = {
  train: integer('Number of training streams.', { minimum: 1, default: 200 }),
  test: integer('Number of test streams.', { minimum: 0, default: 50 }),
  steps: integer('Columns of a stream.', { minimum: side, maximum: 100_000, default: 256 }),
  seed: integer('A different seed draws different handwriting.', { default: 7 }),
};

type StreamValues = Values<typeof parameters>;

const digits = 10;
/** The class of columns between digits. */
const gap = digits;
const names = [...Array.from({ length: digits }, (_, digit) => String(digit)), 'gap'];
/** Blank columns between two digits, at least and at most. */
const [shortest, longest] = [2, 6];
/** Columns with a byte above this belong to the digit. */
const ink = 40;

const shapes = ({ steps }: StreamValues) => ({
  inputShape: [steps, side],
  target: { kind: 'classes', names, steps } satisfies Target,
});

async function load(values: StreamValues, context: DataContext): Promise<SourceData> {
  const { train, test, steps } = values;
  const bytes = 4 * (train + test) * steps * (side + 1);
  assertFits(
    bytes,
    `${train + test} streams of ${steps} columns`,
    'Ask for fewer or shorter ones.',
  );
  return {
    ...shapes(values),
    train: await streams(train, 'train', values, context),
    test: await streams(test, 'test', values, context),
  };
}

/** Streams each from its own random numbers: the first ones are the same whatever the count. */
async function streams(
  count: number,
  split: string,
  { steps, seed }: StreamValues,
  context: DataContext,
): Promise<Samples> {
  const inputs = new Float32Array(count * steps * side);
  const targets = new Int32Array(count * steps).fill(gap);
  for (let i = 0; i < count; i++) {
    const columns = inputs.subarray(i * steps * side, (i + 1) * steps * side);
    const labels = targets.subarray(i * steps, (i + 1) * steps);
    write(columns, labels, new Random(seed, 'digit_stream', split, i));
    if (i % 16 === 15) await breathe(context, 'Drawing streams of digits', i / count);
  }
  return { count, inputs, targets };
}

/** Writes digits one after the other, as long as the next one fits. */
function write(columns: Float32Array, labels: Int32Array, random: Random): void {
  const hand = new Hand();
  const image = new Uint8Array(side * side);
  const wait = (): number => shortest + random.integer(longest - shortest + 1);
  for (let at = wait(); ;) {
    const digit = random.integer(digits);
    image.fill(0);
    hand.draw(digitGlyphs[digit], random, image);
    const [from, to] = extent(image);
    if (at + to - from > labels.length) return;
    for (let x = from; x < to; x++, at++) {
      labels[at] = digit;
      for (let y = 0; y < side; y++) columns[at * side + y] = image[y * side + x] / 255;
    }
    at += wait();
  }
}

/** The columns of an image from the first with ink up to behind the last. */
function extent(image: Uint8Array): [from: number, to: number] {
  const inked = Array.from({ length: side }, (_, x) =>
    Array.from({ length: side }, (_, y) => image[y * side + x]).some((byte) => byte > ink),
  );
  return [inked.indexOf(true), inked.lastIndexOf(true) + 1];
}

export const digitStream: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'digit_stream',
  synonyms: ['digit_columns', 'handwriting'],
  summary:
    'Lines of handwritten digits, read column by column: a class for each column, nothing to download.',
  details:
    `A sample is a sequence [steps, ${side}] of pixel columns with the digits of \`digits\` one after the other, chosen at random, with ${shortest} ` +
    `to ${longest} blank columns between them. The target of each step is the digit its column belongs to, or \`gap\`: like the phones of speech, frame by ` +
    'frame.',
  parameters,
  example: 'source digit_stream(train: 200, test: 50, steps: 256)',
  load,
  probe: (values) =>
    Promise.resolve({
      inputShape: shapes(values).inputShape,
      kind: 'classes',
      targets: names.length,
      steps: values.steps,
      samples: { train: values.train, test: values.test },
    }),
};
