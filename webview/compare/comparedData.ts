import * as l10n from '@vscode/l10n';
import type { ComparedTraining } from '../../src/views/comparison';
import type { Measure } from '../../src/views/payloads';
import { smooth, valueAtOrBefore, type AlignedSeries } from '../charts/trainingData';
import { capitalized } from '../ui/format';

/** A curve that can be compared: a measure of single batches, or of the epochs on one split. */
export interface CurveChoice {
  readonly id: string;
  readonly text: string;
  readonly measure: Measure;
  readonly of: 'batches' | 'train' | 'validation';
}

function textOf({ label }: Measure, of: CurveChoice['of']): string {
  switch (of) {
    case 'batches':
      return l10n.t('{0}, batches', capitalized(label));
    case 'train':
      return l10n.t('{0}, training, each epoch', capitalized(label));
    case 'validation':
      return l10n.t('{0}, validation', capitalized(label));
  }
}

/** What any of the runs has told; the first choice is told by most. */
export function curveChoices(runs: readonly ComparedTraining[]): readonly CurveChoice[] {
  const measures = new Map(
    runs.flatMap((run) => run.measures.map((measure) => [measure.name, measure] as const)),
  );
  return [...measures.values()].flatMap((measure) =>
    (['batches', 'validation', 'train'] as const).flatMap((of): CurveChoice[] => {
      const choice = {
        id: `${of}/${measure.name}`,
        text: textOf(measure, of),
        ...{ measure, of },
      };
      return runs.some((run) => pointsOf(run, choice).length > 0) ? [choice] : [];
    }),
  );
}

export type Axis = 'step' | 'time';

interface Point {
  readonly step: number;
  readonly seconds: number;
  readonly value: number;
}

function pointsOf(run: ComparedTraining, { measure, of }: CurveChoice): readonly Point[] {
  if (of !== 'batches')
    return run.epochs.flatMap(({ step, seconds, [of]: scores }) => {
      const value = scores?.[measure.name];
      return value === undefined ? [] : [{ step, seconds, value }];
    });
  const column = run.columns[run.measures.findIndex(({ name }) => name === measure.name)] ?? [];
  return run.steps.flatMap((step, i) => {
    const value = column[i];
    return value == null ? [] : [{ step, seconds: run.seconds[i] ?? 0, value }];
  });
}

/** A curve of each run over one common axis; those of batches are means of about `window` steps. */
export function alignedCurves(
  runs: readonly ComparedTraining[],
  choice: CurveChoice,
  axis: Axis,
  window: number,
): AlignedSeries {
  const rows = new Map<number, (number | null)[]>();
  runs.forEach((run, i) => {
    const points = pointsOf(run, choice);
    const steps = points.map(({ step }) => step);
    const values = points.map(({ value }) => value);
    const shown =
      choice.of === 'batches' && window > 1 ? smooth(steps, values, { window }) : values;
    points.forEach(({ step, seconds }, k) => {
      const at = axis === 'step' ? step : seconds;
      const row = rows.get(at) ?? runs.map(() => null);
      row[i] = shown[k] ?? null;
      rows.set(at, row);
    });
  });
  const order = [...rows].sort(([a], [b]) => a - b);
  return {
    x: order.map(([at]) => at),
    columns: runs.map((_, i) => order.map(([, row]) => row[i] ?? null)),
  };
}

/** Means of how many steps can be chosen, for curves of so many. */
export const windowsFor = (steps: number): readonly number[] =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter(
    (window) => window === 1 || window <= steps / 4,
  );

/** Rows of a table, at most so many: the values of all curves at places of the axis. */
export function tableRows(
  { x, columns }: AlignedSeries,
  most = 40,
): readonly { readonly at: number; readonly values: readonly (number | null)[] }[] {
  const every = Math.max(1, Math.ceil(x.length / most));
  return x.flatMap((at, i) => {
    const isShown = i === x.length - 1 || (i + 1) % every === 0;
    const values = columns.map((column) => {
      const last = column.findLastIndex((value) => value !== null);
      return i > last ? null : valueAtOrBefore(column, i);
    });
    return isShown ? [{ at, values }] : [];
  });
}
