import type { Measure, Scores } from './measures';

/** A measure without items: it has a curve and scores. */
export const isSingle = ({ items }: Measure): boolean => items === undefined;

/** What training pursues: the first single number with a goal. */
export const objectiveOf = (measures: readonly Measure[]): Measure | undefined =>
  measures.find((measure) => isSingle(measure) && measure.goal !== 'none');

/** The score that is told first: a fraction where there is one, else what was pursued. */
export function headline(
  measures: readonly Measure[],
  scores: Scores | undefined,
): { readonly measure: Measure; readonly value: number } | undefined {
  if (!scores) return undefined;
  const scored = measures.filter(({ name, goal }) => name in scores && goal !== 'none');
  const measure = scored.find(({ unit }) => unit === 'fraction') ?? scored[0];
  return measure && { measure, value: scores[measure.name] };
}
