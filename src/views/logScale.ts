export interface LogScale {
  /** Exponents of the lowest and highest decade. */
  readonly low: number;
  readonly high: number;
  /** Position of a value in [0, 1]; below the scale and for what is not positive: 0. */
  position(value: number): number;
  /** Powers of ten to label, at most `limit` of them. */
  ticks(limit: number): readonly number[];
}

/** So many can be told in float32: what vanishes layer by layer uses all of them. */
export const float32Decades = 46;

/** Whole decades around the positive finite values, at least two and at most `most` of them. */
export function logScale(values: Iterable<number | null>, most = 12): LogScale {
  let min = Infinity;
  let max = 0;
  for (const value of values) {
    if (value !== null && value > 0 && Number.isFinite(value)) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  // 1e-9 forgives log10's rounding, so that 0.001 starts its own decade.
  // Adding 0 turns -0 into 0.
  let high = max > 0 ? Math.ceil(Math.log10(max) - 1e-9) + 0 : 0;
  let low = max > 0 ? Math.floor(Math.log10(min) + 1e-9) : -2;
  low = Math.max(low, high - most);
  if (high - low < 2) {
    if (high - low < 1) high++;
    low = high - 2;
  }
  return {
    low,
    high,
    position: (value) =>
      value > 0 ? Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low))) : 0,
    ticks(limit) {
      const step = Math.max(1, Math.ceil((high - low) / Math.max(1, limit - 1)));
      const ticks: number[] = [];
      for (let exponent = low; exponent <= high; exponent += step) ticks.push(exponent);
      return ticks;
    },
  };
}
