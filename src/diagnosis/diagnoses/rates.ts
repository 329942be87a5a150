import { formatPercent, significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { hasEnded, hasLearned, skillOf } from '../facts';
import { rateText, relativeUpdate } from '../relativeUpdate';
import { advice, known } from '../repairs/repair';
import { changeRate, moreEpochs } from '../repairs/settings';
import { before, lately, smoothed } from '../trend';

/** What becomes of the objective with steps of that length. */

export const rateTooHigh: Diagnosis = {
  name: 'rate_too_high',
  title: 'Learning rate too high',
  condition:
    'A step changes the weights by 1% or more, less than 60% has been learned, and the objective has risen again; or it changes them by 5%, and the objective has never fallen.',
  explanation: 'Steps jump over the valley they should descend into.',
  source: 'Smith, *Cyclical Learning Rates* (2017)',
  after: ['diverged', 'exploding_updates', 'dead_units'],
  find(facts) {
    const { record } = facts;
    const ratio = relativeUpdate(facts);
    if (!hasEnded(facts) || record.objective?.goal !== 'lower' || ratio === undefined)
      return undefined;
    if (ratio < 0.01 || hasLearned(facts, 0.6)) return undefined;
    const [start, end] = [before(record), lately(record)];
    const skill = skillOf(facts);
    if (start === undefined || end === undefined || !skill) return undefined;
    const what =
      wayUp(start, smoothed(record), end) ??
      (skill.value < 0.1 && ratio > 0.05 ? stuckAt(start, end) : undefined);
    if (!what) return undefined;
    const { label } = record.objective;
    return {
      level: 'problem',
      evidence:
        `The ${label} ${what}, ` +
        `and a step changed the weights by ${formatPercent(ratio, 1)} of their size${rateText(facts)}.`,
      values: { ratio },
    };
  },
  repairs: (_, context) =>
    known([
      ...changeRate(context, 0.1, 0.3),
      advice(`See which rates suit: \`find rate of ${context.network.name}\``),
    ]),
};

/** How an objective has risen; undefined where it has not. */
function wayUp(start: number, course: readonly number[], end: number): string | undefined {
  if (end > 1.5 * start) return `rose from ${significant(start)} to ${significant(end)}`;
  const least = Math.min(...course);
  const last = course.at(-1) ?? NaN;
  return last > 1.3 * least && least < 0.9 * start
    ? `had been ${significant(least)} and is ${significant(last)}`
    : undefined;
}

const stuckAt = (start: number, end: number): string | undefined =>
  end > 0.95 * start ? `stayed at ${significant(end)}` : undefined;

export const rateTooLow: Diagnosis = {
  name: 'rate_too_low',
  title: 'Learning rate too low',
  condition:
    'No step that was looked at changed the weights by more than 0.0003 of their size, and less than half has been learned.',
  explanation:
    'Steps are so short that the objective hardly moves: longer ones would get there sooner.',
  source: 'Smith, *Cyclical Learning Rates* (2017)',
  after: ['diverged', 'saturated_units', 'frozen_updates', 'vanishing_gradients', 'dead_units'],
  find(facts) {
    const { record } = facts;
    const ratio = relativeUpdate(facts);
    if (!hasEnded(facts) || record.objective?.goal !== 'lower' || ratio === undefined)
      return undefined;
    if (ratio > 3e-4 || hasLearned(facts, 0.5)) return undefined;
    const [start, end] = [before(record), lately(record)];
    if (start === undefined || end === undefined || !(end < 1.1 * start)) return undefined;
    const { label } = record.objective;
    return {
      level: 'problem',
      outcome: 'learned little',
      evidence:
        `The ${label} went from ${significant(start)} to ${significant(end)}, and a step changed the weights by ` +
        `${significant(ratio, 2)} of their size${rateText(facts)}; 0.001 is usual.`,
      values: { ratio },
    };
  },
  repairs: (_, context) => known([...changeRate(context, 10, 100), moreEpochs(context, 10)]),
};
