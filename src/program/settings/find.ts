import { integer, number, word } from '../../language/parameters';
import type { RateRange } from '../../learning/rateRange';
import { settingOf } from './define';

const findSetting = settingOf<RateRange>('find');

const from = findSetting({
  name: 'from',
  summary: 'The range of learning rates to try.',
  example: 'from 1e-6 to 1',
  parameters: {
    lowest: number('Rate of the first step.', { above: 0 }),
    to: word('The word between the two rates.', ['to']),
    highest: number('Rate of the last step.', { above: 0 }),
  },
  plan: ({ lowest, highest }) => ({ lowest, highest }),
});

const steps = findSetting({
  name: 'steps',
  summary: 'How many learning rates are tried, one per step.',
  example: 'steps 100',
  parameters: { count: integer('Number of steps.', { minimum: 10, maximum: 100_000 }) },
  plan: ({ count }) => ({ steps: count }),
});

export const findSettings = [from, steps];
