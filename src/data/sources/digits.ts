import { integer } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { Hand, side } from '../handwriting/hand';
import { assertFits } from '../memory';
import {
  breathe,
  numberedClasses,
  type DataContext,
  type Samples,
  type SourceData,
  type SourceEntry,
} from '../source';
import { sharedBytes } from '../stored';

const parameters = {
  train: integer('Number of training images.', { minimum: 1, default: 20000 }),
  test: integer('Number of test images.', { minimum: 0, default: 4000 }),
  seed: integer('Other seeds give other hands.', { default: 7 }),
};

const inputShape = [1, side, side];
const classes = 10;
const size = side * side;

async function load(
  { train, test, seed }: Values<typeof parameters>,
  context: DataContext,
): Promise<SourceData> {
  assertFits((train + test) * (size + 1), `Drawing ${train + test} digits`, 'Ask for fewer.');
  const total = train + test;
  return {
    inputShape,
    target: numberedClasses(classes),
    train: await draw(train, [seed, 'digits', 'train'], context, (i) => i / total),
    test: await draw(test, [seed, 'digits', 'test'], context, (i) => (train + i) / total),
  };
}

/** Images each from its own random stream: the first ones are the same whatever the count. */
async function draw(
  count: number,
  [seed, ...path]: readonly [number, ...string[]],
  context: DataContext,
  fraction: (drawn: number) => number,
): Promise<Samples> {
  const inputs = sharedBytes(count * size);
  const targets = sharedBytes(count);
  const hand = new Hand();
  const order = new Uint8Array(classes);
  for (let i = 0; i < count; i++) {
    if (i % classes === 0) {
      for (let digit = 0; digit < classes; digit++) order[digit] = digit;
      new Random(seed, ...path, 'order', i / classes).shuffle(order);
    }
    if (i % 500 === 0) await breathe(context, 'Drawing digits', fraction(i));
    targets[i] = order[i % classes];
    hand.draw(targets[i], new Random(seed, ...path, i), inputs.subarray(i * size, (i + 1) * size));
  }
  return { count, inputs, targets };
}

export const digits: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'digits',
  summary: 'Handwritten-like digits, 28×28 grey, drawn from strokes: nothing has to be downloaded.',
  details:
    'Each digit is written in one of several styles with random shift, scale, rotation, slant, thickness, warp and ' +
    'noise. The same seed draws the same images on every machine; every ten successive images hold each digit once.',
  parameters,
  example: 'source digits(train: 20000, test: 4000, seed: 7)',
  load,
  probe: () => Promise.resolve({ inputShape, kind: 'classes', targets: classes }),
};
