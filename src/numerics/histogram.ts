/** How often values lie in each of equally wide bins. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/**
 * How often values lie in each of equally wide bins between the least and the greatest; those that are not finite are left out. None of
 * values that are all alike. Values may come in several parts.
 */
export function histogramOf(
  values: ArrayLike<number> | (() => Iterable<ArrayLike<number>>),
  bins: number,
): Histogram | undefined {
  const parts = typeof values === 'function' ? values : () => [values];
  let [from, to] = [Infinity, -Infinity];
  for (const part of parts()) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      if (!Number.isFinite(value)) continue;
      if (value < from) from = value;
      if (value > to) to = value;
    }
  }
  if (!(from < to)) return undefined;
  const counts = new Array<number>(bins).fill(0);
  for (const part of parts()) {
    for (let i = 0; i < part.length; i++) {
      if (!Number.isFinite(part[i])) continue;
      counts[Math.min(bins - 1, Math.floor(((part[i] - from) / (to - from)) * bins))]++;
    }
  }
  return { from, to, counts };
}
