import { median } from './median';

/** A straight line: y ≈ intercept + slope · x. */
export interface FittedLine {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The line of Theil and Sen (Sen 1968): the median slope of all pairs of points, through the median of what it leaves. Up to 29% of
 * the points may lie anywhere without moving it far. Points that are not finite are left out; undefined with fewer than two distinct xs.
 */
export function theilSen(xs: readonly number[], ys: readonly number[]): FittedLine | undefined {
  const points = xs
    .map((x, i) => ({ x, y: ys[i] ?? NaN }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const slopes: number[] = [];
  points.forEach((a, i) => {
    for (const b of points.slice(0, i)) if (a.x !== b.x) slopes.push((a.y - b.y) / (a.x - b.x));
  });
  const slope = median(slopes);
  if (slope === undefined) return undefined;
  const intercept = median(points.map(({ x, y }) => y - slope * x));
  return intercept === undefined ? undefined : { slope, intercept };
}
