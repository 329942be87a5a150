import type { Measure, RunEvent } from '../runs/events';
import { table, type Emphasize } from '../views/table';
import { formatMeasure } from '../text/numbers';

/** Scores of the splits at the end of a training. */
export function scoreTable(
  done: Extract<RunEvent, { event: 'done' }>,
  measures: readonly Measure[],
  emphasize: Emphasize,
): string {
  const splits = (['train', 'validation', 'test'] as const).filter((split) => done[split]);
  const told = measures.filter(({ name }) =>
    splits.some((split) => done[split]?.[name] !== undefined),
  );
  return table(
    [{ title: 'split' }, ...told.map(({ label }) => ({ title: label, align: 'right' as const }))],
    splits.map((split) => [
      split,
      ...told.map((measure) => formatMeasure(measure, done[split]?.[measure.name], 4)),
    ]),
    emphasize,
  );
}
