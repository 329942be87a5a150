import { integer, number } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { assertFits } from '../memoryLimit';
import { numberedClasses, type SourceEntry } from '../source';
import type { Samples } from '../samples';

const parameters = {
  train: integer('Number of training points.', { minimum: 1, default: 1000 }),
  test: integer('Number of test points.', { minimum: 0, default: 500 }),
  arms: integer('Number of spirals, one for each class.', { minimum: 2, maximum: 256, default: 2 }),
  turns: number('Turns of each spiral.', { above: 0, maximum: 1000, default: 1.5 }),
  noise: number('Standard deviation of the noise added to each coordinate.', {
    minimum: 0,
    maximum: 1000,
    default: 0.02,
  }),
  seed: integer('A different seed draws different points.', { default: 7 }),
};

/** Points along the spirals, the classes in turn. */
function points(
  count: number,
  { arms, turns, noise }: Values<typeof parameters>,
  random: Random,
): Samples {
  const inputs = new Float32Array(2 * count);
  const targets = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    targets[i] = i % arms;
    const radius = Math.sqrt(random.uniform());
    const angle = 2 * Math.PI * (turns * radius + targets[i] / arms);
    inputs[2 * i] = radius * Math.cos(angle) + noise * random.normal();
    inputs[2 * i + 1] = radius * Math.sin(angle) + noise * random.normal();
  }
  return { count, inputs, targets };
}

export const spirals: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'spirals',
  synonyms: ['two_spirals', 'spiral'],
  summary: 'Points of the plane on interleaved spirals, one spiral for each class.',
  details:
    'A point at the fraction $\\sqrt u$ of its spiral, $u$ uniform, lies at that radius. After Lang and Witbrock, *Learning to Tell Two Spirals Apart* (1988).',
  parameters,
  example: 'source spirals(train: 1000, noise: 0.05)',
  load: (values) => {
    const { train, test } = values;
    assertFits(9 * (train + test), `Drawing ${train + test} points`, 'Ask for fewer.');
    return Promise.resolve({
      inputShape: [2],
      target: numberedClasses(values.arms),
      train: points(values.train, values, new Random(values.seed, 'spirals', 'train')),
      test: points(values.test, values, new Random(values.seed, 'spirals', 'test')),
    });
  },
  probe: ({ arms, train, test }) =>
    Promise.resolve({ inputShape: [2], kind: 'classes', targets: arms, samples: { train, test } }),
};
