/** The middle one of some numbers, of an even number the mean of the two in the middle; undefined of none. */
export function median(numbers: ArrayLike<number>): number | undefined {
  if (numbers.length === 0) return undefined;
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
