import { integer } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { Hand, side } from '../handwriting/hand';
import { assertFits } from '../memoryLimit';
import {
  numberedClasses,
  type DataContext,
  type MadeSource,
  type SourceData,
  type SourceEntry,
} from '../source';
import type { Samples, Work } from '../samples';
import { sharedBytes } from '../stored';
import { makeAll } from '../work';

const parameters = {
  train: integer('Number of training images.', { minimum: 1, default: 20000 }),
  test: integer('Number of test images.', { minimum: 0, default: 4000 }),
  seed: integer('A different seed draws different handwriting.', { default: 7 }),
};

const inputShape = [1, side, side];
const classes = 10;
const size = side * side;

async function load(values: Values<typeof parameters>, context: DataContext): Promise<SourceData> {
  const { train, test } = values;
  assertFits((train + test) * (size + 1), `Drawing ${train + test} digits`, 'Ask for fewer.');
  const empty = (count: number): Samples => ({
    count,
    inputs: sharedBytes(count * size),
    targets: sharedBytes(count),
  });
  const work: Work = {
    source: { name: 'digits', arguments: values },
    train: empty(train),
    test: empty(test),
    progress: new Int32Array(new SharedArrayBuffer(8)),
  };
  await makeAll(made, work, context);
  return { inputShape, target: numberedClasses(classes), train: work.train, test: work.test };
}

const made: MadeSource<typeof parameters> = {
  making: 'Drawing digits',
  make: ({ seed }, { train, test }, from, to) => {
    draw(train, [seed, 'digits', 'train'], from, Math.min(to, train.count));
    draw(test, [seed, 'digits', 'test'], Math.max(0, from - train.count), to - train.count);
  },
};

/** Draws images each from its own random stream: the first ones are the same whatever the count. */
function draw(
  { inputs, targets }: Samples,
  [seed, ...path]: readonly [number, ...string[]],
  from: number,
  to: number,
): void {
  const hand = new Hand();
  const order = new Uint8Array(classes);
  for (let i = from; i < to; i++) {
    const group = Math.floor(i / classes);
    if (i === from || i % classes === 0) {
      for (let digit = 0; digit < classes; digit++) order[digit] = digit;
      new Random(seed, ...path, 'order', group).shuffle(order);
    }
    targets[i] = order[i % classes];
    const image = inputs.subarray(i * size, (i + 1) * size) as Uint8Array;
    hand.draw(targets[i], new Random(seed, ...path, i), image);
  }
}

export const digits: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'digits',
  summary: 'Synthetic handwritten digits, 28×28 in grey, drawn from strokes: nothing to download.',
  details:
    'Each digit is written in one of several styles with random shift, scale, rotation, slant, thickness, warp and ' +
    'noise. The same seed draws the same images on every machine; every ten successive images contain each digit once.',
  parameters,
  example: 'source digits(train: 20000, test: 4000, seed: 7)',
  ...made,
  load,
  probe: ({ train, test }) =>
    Promise.resolve({ inputShape, kind: 'classes', targets: classes, samples: { train, test } }),
};
