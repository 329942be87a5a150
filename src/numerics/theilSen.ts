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
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let pairs = 0;
  points.forEach((a, i) => {
    for (let j = 0; j < i; j++) {
      const b = points[j];
      if (a.x !== b.x) slopes[pairs++] = (a.y - b.y) / (a.x - b.x);
    }
  });
  const slope = median(slopes.subarray(0, pairs));
  if (slope === undefined) return undefined;
  const intercept = median(points.map(({ x, y }) => y - slope * x));
  return intercept === undefined ? undefined : { slope, intercept };
}
