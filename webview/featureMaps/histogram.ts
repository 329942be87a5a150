/** How often values lie in each of equally wide bins between the least and the greatest; those that are not finite are left out. */
export function histogramOf(
  values: Float32Array,
  bins: number,
): { readonly from: number; readonly to: number; readonly counts: readonly number[] } | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (!(from < to)) return undefined;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from, to, counts };
}
