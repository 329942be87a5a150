import { isSingle } from '../../src/runs/headline';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';

/** Series over one common axis, as uPlot takes them: `x`, then one column a series with `null` for a missing value. */
export interface AlignedSeries {
  readonly x: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/**
 * The curve of one measure. Columns: batch value, smoothed batch value, validation; x in epochs. Of what batches sum up, only whole
 * epochs can be compared with the validation samples: it has no batch values, and the sums of epochs instead of the smoothed ones.
 */
export interface MeasureSeries {
  readonly measure: Measure;
  readonly data: AlignedSeries;
}

/** Steps in an epoch; where phases differ in it, on average. */
export const stepsInEpoch = ({ steps, epochs, stepsPerEpoch }: TrainingSnapshot): number =>
  Math.max(1, epochs > 0 ? steps / epochs : stepsPerEpoch);

/** The curves of a run: one for each measure of which there are values, and the first one always. */
export function trainingSeries(snapshot: TrainingSnapshot): readonly MeasureSeries[] {
  const { curves, epochScores, measures, phases } = snapshot;
  const perEpoch = stepsInEpoch(snapshot);
  const breaks = phases.map(({ step }) => step);
  return measures.filter(isSingle).flatMap((measure, i): MeasureSeries[] => {
    const { name, fold } = measure;
    const steps = fold === 'sum' ? epochScores.map(({ step }) => step) : curves.steps;
    const batch = fold === 'sum' ? [] : (curves.columns[i] ?? []);
    const train =
      fold === 'sum'
        ? epochScores.map(({ train }) => train[name] ?? null)
        : smooth(steps, batch, { breaks });
    const validation = epochScores.map(
      ({ step, validation: scores }) => [step, scores?.[name] ?? null] as const,
    );
    const isKnown = [...train, ...validation.map(([, value]) => value)].some((v) => v !== null);
    if (i > 0 && !isKnown) return [];
    return [{ measure, data: align(steps, batch, train, validation, perEpoch) }];
  });
}

/**
 * Exponentially weighted mean over about `window` steps, corrected for its start (Kingma & Ba 2015, section 3). The window
 * counts steps, not points, so that a curve told live and the same one recorded more densely agree; missing values are skipped.
 * After each of the steps `breaks` it begins anew.
 */
export function smooth(
  steps: readonly number[],
  values: readonly (number | null)[],
  {
    window = smoothingWindow(steps),
    breaks = [],
  }: { readonly window?: number; readonly breaks?: readonly number[] } = {},
): (number | null)[] {
  let mean = 0;
  let weight = 0;
  let before = (steps[0] ?? 1) - 1;
  return values.map((value, i) => {
    if (value === null) return null;
    const step = steps[i] ?? before + 1;
    if (breaks.some((at) => before <= at && at < step)) [mean, weight] = [0, 0];
    const keep = (1 - 1 / window) ** (step - before);
    before = step;
    mean = keep * mean + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return mean / weight;
  });
}

/** A sixtieth of the training so far, three steps at least. */
const smoothingWindow = (steps: readonly number[]): number => Math.max(3, (steps.at(-1) ?? 0) / 60);

function align(
  steps: readonly number[],
  batch: readonly (number | null)[],
  smoothed: readonly (number | null)[],
  validation: readonly (readonly [step: number, value: number | null])[],
  perEpoch: number,
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
    x: order.map(([step]) => step / perEpoch),
    columns: [0, 1, 2].map((column) => order.map(([, point]) => point[column] ?? null)),
  };
}

/** The last value of a column at or before a point, so that series with gaps can be read anywhere. */
export function valueAtOrBefore(column: readonly (number | null)[], index: number): number | null {
  for (let i = Math.min(index, column.length - 1); i >= 0; i--) {
    const value = column[i];
    if (value != null) return value;
  }
  return null;
}
