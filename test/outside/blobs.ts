import { numberedClasses, type SourceEntry } from '../../src/data/source';
import { sources } from '../../src/data/sources';
import type { Samples } from '../../src/data/samples';
import { integer } from '../../src/language/parameters';
import { Random } from '../../src/random/random';

/** A source that the product does not have, in one file: images with a bright spot whose place is the class. */

const parameters = {
  train: integer('Training images.', { minimum: 1, default: 200 }),
  test: integer('Test images.', { minimum: 0, default: 50 }),
};
const size = 28;

function spots(count: number, random: Random): Samples {
  const inputs = new Float32Array(count * size * size);
  const targets = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    targets[i] = i % 10;
    for (let p = 0; p < size * size; p++) {
      const [x, y] = [p % size, Math.floor(p / size)];
      const near = Math.hypot(
        x - 4 - 5 * (targets[i] % 5),
        y - 8 - 10 * Math.floor(targets[i] / 5),
      );
      inputs[i * size * size + p] = Math.min(1, Math.exp(-near / 3) + 0.1 * random.uniform());
    }
  }
  return { count, inputs, targets };
}

const blobs: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'blobs',
  summary: 'Images with a bright spot, its place the class.',
  parameters,
  example: 'source blobs(train: 200)',
  load: ({ train, test }) =>
    Promise.resolve({
      inputShape: [1, size, size],
      target: numberedClasses(10),
      train: spots(train, new Random(1, 'blobs', 'train')),
      test: spots(test, new Random(1, 'blobs', 'test')),
    }),
  probe: ({ train, test }) =>
    Promise.resolve({
      inputShape: [1, size, size],
      kind: 'classes',
      targets: 10,
      samples: { train, test },
    }),
};

const words = [sources.add(blobs)];

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
