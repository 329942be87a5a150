import type { Measure, RunEvent, Scores, WireNumber } from '../runs/events';
import { isSingle } from '../runs/headline';
import { formatMeasure } from '../text/numbers';

/** `loss 0.0421  accuracy 98.70%`; with `brief` a fraction stands without its name. */
export const scoresText = (measures: readonly Measure[], scores: Scores, brief = false): string =>
  measures
    .filter((measure) => isSingle(measure) && measure.name in scores)
    .map((measure) => {
      const text = formatMeasure(measure, scores[measure.name]);
      return brief && measure.unit === 'fraction' ? text : `${measure.label} ${text}`;
    })
    .join('  ');

type Step = Extract<RunEvent, { event: 'step' }>;

/** A single number of a step. */
export function valueOf({ values }: Step, { name }: Measure): WireNumber | undefined {
  const value = values[name];
  return Array.isArray(value) ? undefined : value;
}
