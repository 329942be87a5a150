import { number, word } from '../language/parameters';
import type { EpochScores } from './entries';

/** The score that decides, and how it has to. */
export const metric = word('What has to improve.', ['loss', 'accuracy'], { default: 'loss' });
export const margin = number('The least change that counts as an improvement.', {
  minimum: 0,
  default: 0,
});

/** What each epoch's scores are to make small. Regression has no accuracy: its loss decides. */
export const costsOf = (
  history: readonly EpochScores[],
  metric: 'loss' | 'accuracy',
): readonly number[] =>
  history.map(({ loss, accuracy }) =>
    metric === 'accuracy' && accuracy !== undefined ? -accuracy : loss,
  );

/** Whether a cost is lower than the best so far by more than a margin; any number is better than none. */
export const improves = (cost: number, best: number, margin: number): boolean =>
  cost < best - margin || (Number.isNaN(best) && !Number.isNaN(cost));
