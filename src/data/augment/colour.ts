import { number } from '../../language/parameters';
import { symmetricEigen } from '../../numerics/symmetricEigen';
import type { AugmentationEntry } from './augmentation';

const parameters = {
  deviation: number('Standard deviation of the factor of each component.', {
    minimum: 0,
    default: 0.1,
  }),
};

/** Mean of products of the channels' deviations from their means, over all pixels of all images: [3, 3]. */
function covariance(images: Iterable<Float32Array>): Float64Array {
  let count = 0;
  const sums = [0, 0, 0];
  const products = [0, 1, 2].map(() => [0, 0, 0]);
  for (const image of images) {
    const pixels = image.length / 3;
    for (let i = 0; i < pixels; i++) {
      for (let a = 0; a < 3; a++) {
        const value = image[a * pixels + i];
        sums[a] += value;
        for (let b = 0; b <= a; b++) products[a][b] += value * image[b * pixels + i];
      }
    }
    count += pixels;
  }
  return Float64Array.from({ length: 9 }, (_, i) => {
    const [a, b] = [Math.floor(i / 3), i % 3];
    const product = products[Math.max(a, b)][Math.min(a, b)];
    return product / count - (sums[a] / count) * (sums[b] / count);
  });
}

export const pcaColour: AugmentationEntry<typeof parameters> = {
  kind: 'augmentation',
  name: 'pca_colour',
  synonyms: ['pca_color', 'pca', 'lighting', 'colour_jitter', 'color_jitter'],
  summary:
    'Shifts the colour of a whole image along the principal components of all training pixels.',
  details:
    'Adds $\\sum_k \\alpha_k \\lambda_k p_k$ to every pixel, with $\\lambda_k$ and $p_k$ the eigenvalues and eigenvectors of the ' +
    'covariance of red, green and blue in 0..1, and $\\alpha_k$ normally distributed, new for each image and epoch (Krizhevsky, ' +
    'Sutskever & Hinton, 2012). Brightness, which varies most, is changed most. The covariance is that of the training images; of more ' +
    'than 10,000 every second, third, … is taken. Images are kept within 0..1.',
  parameters,
  example: 'augment pca_colour(0.1)',
  coloured: true,
  measure: (images) => {
    const { values, vectors } = symmetricEigen(covariance(images));
    return Array.from(values, (value, k) =>
      Array.from(vectors.subarray(3 * k, 3 * k + 3), (part) => value * part),
    );
  },
  change({ deviation }, numbers, random, _, components = []) {
    const shift = [0, 0, 0];
    for (const component of components) {
      const alpha = deviation * random.normal();
      for (let channel = 0; channel < 3; channel++) shift[channel] += alpha * component[channel];
    }
    const pixels = numbers.length / 3;
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = Math.min(1, Math.max(0, numbers[i] + shift[Math.floor(i / pixels)]));
    }
  },
};
