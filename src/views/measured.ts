import type { MeasuredEvent } from './payloads';

/** What passes over the data have found: single numbers, and numbers over another one. */

type Found = MeasuredEvent['values'];

interface Point {
  readonly x: number;
  readonly value: number;
}

/** The validation error for several λ. */
export interface MeasuredCurve {
  readonly label: string;
  /** What it is told over: `λ`. */
  readonly symbol: string;
  /** In the order of x. */
  readonly points: readonly Point[];
  /** The x that was chosen, where a single number has its symbol. */
  readonly chosen?: number;
}

/** Fewer points stay single numbers. */
const leastPoints = 3;

export function measuredParts(measured: Found): {
  readonly single: Found;
  readonly curves: readonly MeasuredCurve[];
} {
  const curves = new Map<string, { label: string; symbol: string; points: Point[] }>();
  for (const { value, at } of measured) {
    if (!at) continue;
    const { label, symbol } = at;
    const key = `${label} over ${symbol}`;
    const { points } = curves.get(key) ?? { points: [] };
    curves.set(key, { label, symbol, points: [...points, { x: at.value, value }] });
  }
  const drawn = [...curves.values()].filter(({ points }) => points.length >= leastPoints);
  const isDrawn = ({ at }: Found[number]) =>
    drawn.some(({ label, symbol }) => at?.label === label && at.symbol === symbol);
  const single = measured.filter((found) => !isDrawn(found));
  return {
    single,
    curves: drawn.map(({ label, symbol, points }) => {
      const chosen = single.find((found) => found.symbol === symbol)?.value;
      return {
        ...{ label, symbol, points: points.sort((a, b) => a.x - b.x) },
        ...(chosen !== undefined && { chosen }),
      };
    }),
  };
}
