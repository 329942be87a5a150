/** The least and the greatest of some values. */
export type Range = [number, number];

/** The smallest range that holds all of some; undefined where there is none. */
export function joinRanges(ranges: readonly (Range | undefined)[]): Range | undefined {
  const known = ranges.filter((range) => range !== undefined);
  if (known.length === 0) return undefined;
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
}
