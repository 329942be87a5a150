import type { MeasureEntry } from '../../measures/measure';
import type { PassMeasure } from '../rule';

/** A measure that a pass has found at several places of another number: the points of a curve of it, in their order. */
export const curve = (
  entry: MeasureEntry,
  symbol: string,
  points: readonly { readonly at: number; readonly value: number }[],
): readonly PassMeasure[] =>
  points.map(({ at, value }, i) => ({
    entry: {
      ...entry,
      name: `${entry.name}_${i}`,
      label: `${entry.label} at ${symbol} = ${at}`,
    },
    value,
    at: { label: entry.label, symbol, value: at },
  }));
