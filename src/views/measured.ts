import type { MeasuredEvent } from './payloads';

/** What passes over the data have found: single numbers, and numbers over another one. */

type Found = MeasuredEvent['values'];

/** `validation error at λ = 0.1` for several λ. */
export interface MeasuredCurve {
  readonly label: string;
  /** What it is told of: `λ`. */
  readonly symbol: string;
  /** In the order of x. */
  readonly points: readonly { readonly x: number; readonly value: number }[];
  /** The x that was chosen, where a single number says so: `penalty λ`. */
  readonly chosen?: number;
}

/** Fewer points stay single numbers. */
const leastPoints = 3;
const place = /^(.+) at (\S+) = (\S+)$/;

export function measuredParts(measured: Found): {
  readonly single: Found;
  readonly curves: readonly MeasuredCurve[];
} {
  const curves = new Map<string, { label: string; symbol: string; points: Found }>();
  for (const found of measured) {
    const [, label, symbol, x] = place.exec(found.label) ?? [];
    if (label === undefined || symbol === undefined || !Number.isFinite(Number(x))) continue;
    const key = `${label} at ${symbol}`;
    const { points } = curves.get(key) ?? { points: [] };
    curves.set(key, { label, symbol, points: [...points, found] });
  }
  const drawn = [...curves.values()].filter(({ points }) => points.length >= leastPoints);
  const inCurves = new Set(drawn.flatMap(({ points }) => points));
  const single = measured.filter((found) => !inCurves.has(found));
  return {
    single,
    curves: drawn.map(({ label, symbol, points }) => {
      const chosen = single.find((found) => found.label.endsWith(` ${symbol}`))?.value;
      return {
        label,
        symbol,
        points: points
          .map(({ label, value }) => ({ x: Number(place.exec(label)?.[3]), value }))
          .sort((a, b) => a.x - b.x),
        ...(chosen !== undefined && { chosen }),
      };
    }),
  };
}
