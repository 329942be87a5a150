import { isSingle } from '../../src/runs/headline';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';
import { epochAxis, type PhaseSpan } from '../../src/views/phases';

/** Series over one common axis, as uPlot takes them: `x`, then one column a series with `null` for a missing value. */
export interface AlignedSeries {
  readonly x: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
  /** Places of the x axis no line crosses: what follows has nothing to do with what was before. */
  readonly breaks?: readonly number[];
}

/**
 * The curve of one measure. Columns: batch value, smoothed batch value, validation; x in epochs. Of what batches sum up, only whole
 * epochs can be compared with the validation samples: it has no batch values, and the sums of epochs instead of the smoothed ones.
 */
export interface MeasureSeries {
  readonly measure: Measure;
  readonly data: AlignedSeries;
  /** About so many steps the newest smoothed value is the mean of. */
  readonly window: number;
}

/**
 * The curves of a run: one for each measure of which there are values, and the first one of a training with steps always. Of one
 * phase, where it is given.
 */
export function trainingSeries(
  snapshot: TrainingSnapshot,
  phase?: Pick<PhaseSpan, 'step' | 'lastStep'>,
): readonly MeasureSeries[] {
  const { curves, measures, phases } = snapshot;
  const isInside = (step: number) => !phase || (step > phase.step && step <= phase.lastStep);
  const epochScores = snapshot.epochScores.filter(({ step }) => isInside(step));
  const first = curves.steps.findIndex(isInside);
  const end = curves.steps.findLastIndex(isInside) + 1;
  const [curveFrom, curveTo] = first < 0 ? [0, 0] : [first, end];
  const epochOf = epochAxis(snapshot);
  const breaks = phases.map(({ step }) => step);
  return measures.filter(isSingle).flatMap((measure, i): MeasureSeries[] => {
    const { name, fold } = measure;
    const isSum = fold === 'sum';
    const steps = isSum
      ? epochScores.map(({ step }) => step)
      : curves.steps.slice(curveFrom, curveTo);
    const batch = isSum ? [] : (curves.columns[i] ?? []).slice(curveFrom, curveTo);
    const train = isSum
      ? epochScores.map(({ train }) => train[name] ?? null)
      : smooth(steps, batch, { breaks });
    const validation = epochScores.map(
      ({ step, validation: scores }) => [step, scores?.[name] ?? null] as const,
    );
    const isKnown = [...train, ...validation.map(([, value]) => value)].some((v) => v !== null);
    const isAwaited = i === 0 && !phase && snapshot.steps > 0;
    if (!isKnown && !isAwaited) return [];
    const data = align(steps, batch, train, validation, epochOf);
    const window = smoothingWindow(steps, breaks, steps.at(-1) ?? 0);
    return [
      {
        measure,
        window,
        data: { ...data, breaks: breaks.filter((step) => step > 0).map(epochOf) },
      },
    ];
  });
}

/** From where to where of the axis a curve lies, by whole phases: one that ended is left at its end. */
export function extentOf(
  { data: { x, columns } }: MeasureSeries,
  spans: readonly PhaseSpan[],
  end: number,
): readonly [number, number] {
  const told = x.filter((_, i) => columns.some((column) => column[i] != null));
  const inside = spans.filter(({ from, to }) => told.some((place) => place > from && place <= to));
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return [0, end];
  return [first.from, last === spans.at(-1) ? end : last.to];
}

/**
 * Exponentially weighted mean over about `window` steps, corrected for its start (Kingma & Ba 2015, section 3). The window
 * counts steps, not points, so that a curve told live and the same one recorded more densely agree; missing values are skipped.
 * After each of the steps `breaks` it begins anew, with a window for the steps up to the next.
 */
export function smooth(
  steps: readonly number[],
  values: readonly (number | null)[],
  { window, breaks = [] }: { readonly window?: number; readonly breaks?: readonly number[] } = {},
): (number | null)[] {
  let mean = 0;
  let weight = 0;
  let before = (steps[0] ?? 1) - 1;
  const windowAfter = (step: number) => window ?? smoothingWindow(steps, breaks, step);
  let current = windowAfter(before);
  return values.map((value, i) => {
    if (value === null) return null;
    const step = steps[i] ?? before + 1;
    if (breaks.some((at) => before <= at && at < step)) {
      [mean, weight] = [0, 0];
      current = windowAfter(step - 1);
    }
    const keep = (1 - 1 / current) ** (step - before);
    before = step;
    mean = keep * mean + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return mean / weight;
  });
}

/** A sixtieth of the steps that follow one, as far as the next break, three at least. */
function smoothingWindow(
  steps: readonly number[],
  breaks: readonly number[],
  from: number,
): number {
  const start = Math.max(0, ...breaks.filter((at) => at <= from));
  const end = Math.min(steps.at(-1) ?? 0, ...breaks.filter((at) => at > from));
  return Math.max(3, (end - start) / 60);
}

function align(
  steps: readonly number[],
  batch: readonly (number | null)[],
  smoothed: readonly (number | null)[],
  validation: readonly (readonly [step: number, value: number | null])[],
  epochOf: (step: number) => number,
): AlignedSeries {
  const at = new Map<number, [number | null, number | null, number | null]>();
  steps.forEach((step, i) => at.set(step, [batch[i] ?? null, smoothed[i] ?? null, null]));
  for (const [step, value] of validation) {
    const point = at.get(step) ?? [null, null, null];
    point[2] = value;
    at.set(step, point);
  }
  const order = [...at].sort(([a], [b]) => a - b);
  return {
    x: order.map(([step]) => epochOf(step)),
    columns: [0, 1, 2].map((column) => order.map(([, point]) => point[column] ?? null)),
  };
}

/** The last value of a column at or before a point, but not before `from`, so that series with gaps can be read anywhere. */
export function valueAtOrBefore(
  column: readonly (number | null)[],
  index: number,
  from = 0,
): number | null {
  for (let i = Math.min(index, column.length - 1); i >= from; i--) {
    const value = column[i];
    if (value != null) return value;
  }
  return null;
}

/** The first point after the last break before a point. */
export function sinceBreak({ x, breaks = [] }: AlignedSeries, index: number): number {
  const place = x[index] ?? Infinity;
  const last = Math.max(-Infinity, ...breaks.filter((at) => at < place));
  return x.findIndex((at) => at > last);
}
