import { integer } from '../../language/parameters';
import { Random } from '../../random/random';
import { elements } from '../../shape/elements';
import { rearranged } from './rearrange';
import type { TransformEntry } from './transform';

const parameters = {
  seed: integer('A different seed makes another permutation.', { default: 7 }),
};

/** Where each number of a sample is taken from: places change, and take all channels, or all features of a step, along. */
function permutation(inputShape: readonly number[], seed: number): Int32Array {
  const images = inputShape.length > 2;
  const places = images ? elements(inputShape.slice(1)) : inputShape[0];
  const order = Int32Array.from({ length: places }, (_, place) => place);
  new Random(seed, 'permute').shuffle(order);
  const size = elements(inputShape);
  const along = size / places;
  return Int32Array.from({ length: size }, (_, i) =>
    images
      ? Math.floor(i / places) * places + order[i % places]
      : order[Math.floor(i / along)] * along + (i % along),
  );
}

export const permute: TransformEntry<typeof parameters> = {
  kind: 'transform',
  name: 'permute',
  synonyms: ['shuffle_pixels', 'permuted'],
  summary: 'Puts the pixels of all images in another order, the same for every image.',
  details:
    'All samples of all splits are changed alike, so nothing is lost but which pixels are neighbours: a dense network learns as ' +
    'before, a convolutional one does not. Channels of a pixel stay together, and in sequences the features of a step.',
  parameters,
  example: 'transform permute(seed: 3)',
  apply: ({ seed }, samples, context) =>
    rearranged(samples, permutation(samples.inputShape, seed), context),
};
