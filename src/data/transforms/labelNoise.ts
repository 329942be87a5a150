import { integer, number } from '../../language/parameters';
import { Random } from '../../random/random';
import type { TransformEntry } from './transform';

const parameters = {
  fraction: number('The fraction of the training labels that is replaced.', {
    minimum: 0,
    maximum: 1,
  }),
  seed: integer('Chooses the samples and their labels.', { default: 7 }),
};

export const labelNoise: TransformEntry<typeof parameters> = {
  kind: 'transform',
  name: 'label_noise',
  synonyms: ['noisy_labels', 'random_labels'],
  summary:
    'Gives a fraction of the training samples a wrong class, each of the others with equal chance.',
  details:
    'A larger fraction with the same seed has all wrong labels of a smaller one. Validation and test samples keep their labels, ' +
    'so that they show what the noise does.',
  parameters,
  example: 'transform label_noise(0.2)',
  classesOnly: true,
  apply({ fraction, seed }, samples) {
    const { train, target, members } = samples;
    const targets = train.targets.slice();
    const order = new Random(seed, 'label_noise').shuffle([...new Set(members.train)]);
    const random = new Random(seed, 'label_noise', 'label');
    const others = target.names.length - 1;
    for (const sample of order.slice(0, Math.round(fraction * order.length))) {
      targets[sample] = (targets[sample] + 1 + random.integer(Math.max(1, others))) % (others + 1);
    }
    return { ...samples, train: { ...train, targets } };
  },
};
