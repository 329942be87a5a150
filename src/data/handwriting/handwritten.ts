import { integer } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { Hand, side } from './hand';
import type { Style } from './style';
import { assertFits } from '../memoryLimit';
import type { DataContext, MadeSource, SourceData, SourceEntry } from '../source';
import type { Samples, Work } from '../samples';
import { sharedBytes } from '../stored';
import { makeAll } from '../work';

const parameters = {
  train: integer('Number of training images.', { minimum: 1, default: 20000 }),
  test: integer('Number of test images.', { minimum: 0, default: 4000 }),
  seed: integer('A different seed draws different handwriting.', { default: 7 }),
};

const inputShape = [1, side, side];
const size = side * side;

/** A source of characters written by hand: what is drawn, in the order of its classes, and what these are called. */
export function handwritten(
  {
    name,
    ...described
  }: Pick<SourceEntry, 'name' | 'synonyms' | 'summary' | 'details' | 'example'>,
  glyphs: readonly (readonly Style[])[],
  names: readonly string[],
): SourceEntry<typeof parameters> {
  const classes = glyphs.length;

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
        for (let label = 0; label < classes; label++) order[label] = label;
        new Random(seed, ...path, 'order', group).shuffle(order);
      }
      targets[i] = order[i % classes];
      const image = inputs.subarray(i * size, (i + 1) * size) as Uint8Array;
      hand.draw(glyphs[targets[i]], new Random(seed, ...path, i), image);
    }
  }

  const made: MadeSource<typeof parameters> = {
    making: `Drawing ${name}`,
    make: ({ seed }, { train, test }, from, to) => {
      draw(train, [seed, name, 'train'], from, Math.min(to, train.count));
      draw(test, [seed, name, 'test'], Math.max(0, from - train.count), to - train.count);
    },
  };

  async function load(
    values: Values<typeof parameters>,
    context: DataContext,
  ): Promise<SourceData> {
    const { train, test } = values;
    assertFits((train + test) * (size + 1), `Drawing ${train + test} ${name}`, 'Ask for fewer.');
    const empty = (count: number): Samples => ({
      count,
      inputs: sharedBytes(count * size),
      targets: sharedBytes(count),
    });
    const work: Work = {
      source: { name, arguments: values },
      train: empty(train),
      test: empty(test),
      progress: new Int32Array(new SharedArrayBuffer(8)),
    };
    await makeAll(made, work, context);
    return { inputShape, target: { kind: 'classes', names }, train: work.train, test: work.test };
  }

  return {
    kind: 'source',
    name,
    ...described,
    parameters,
    ...made,
    load,
    probe: ({ train, test }) =>
      Promise.resolve({ inputShape, kind: 'classes', targets: classes, samples: { train, test } }),
  };
}
