import { number, word } from '../language/parameters';
import type { Parameter } from '../language/vocabulary';
import type { EpochScores } from './entries';
import { measures } from './measures';

/** The score that decides. */
export const metric: Parameter<string> = {
  ...word<string>(
    'The measure that must improve; if the rule does not report it, the rule’s own objective.',
    undefined,
    { default: 'loss' },
  ),
  // The table is open.
  get choices() {
    return [...measures].filter(({ goal }) => goal !== 'none').map(({ name }) => name);
  },
};
export const margin = number('The smallest change that counts as an improvement.', {
  minimum: 0,
  default: 0,
});

/** What each epoch's scores are to make small. Where they lack the metric, their first measure with a goal decides. */
export function costsOf(history: readonly EpochScores[], metric: string): readonly number[] {
  return history.map((scores) => {
    const name = metric in scores ? metric : Object.keys(scores).find((each) => goalOf(each));
    return name === undefined ? NaN : scores[name] * (goalOf(name) === 'higher' ? -1 : 1);
  });
}

/** Which way a measure is to go; undefined where it has no goal. */
function goalOf(name: string): 'lower' | 'higher' | undefined {
  const goal = measures.find(name)?.goal;
  return goal === 'none' ? undefined : goal;
}

/** Whether a cost is lower than the best so far by more than a margin; any number is better than none. */
export const improves = (cost: number, best: number, margin: number): boolean =>
  cost < best - margin || (Number.isNaN(best) && !Number.isNaN(cost));
