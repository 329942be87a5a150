import { number } from '../../language/parameters';
import type { AugmentationEntry } from './augmentation';

const parameters = {
  deviation: number(
    'Standard deviation of the noise, in the units of the inputs: 0 to 1 for images.',
    {
      minimum: 0,
    },
  ),
};

export const noise: AugmentationEntry<typeof parameters> = {
  kind: 'augmentation',
  name: 'noise',
  summary: 'Adds normally distributed noise to every value, after everything that moves pixels.',
  details: 'Images are kept within 0..1.',
  parameters,
  example: 'augment noise(0.05)',
  synonyms: ['jitter', 'gaussian'],
  change: ({ deviation }, numbers, random, image) => {
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i] + deviation * random.normal();
      numbers[i] = image ? Math.min(1, Math.max(0, value)) : value;
    }
  },
};
