/** How far predicted values are from what they should be. */

export interface ResidualScores {
  /** The root of the mean squared residual, and the mean of its size. */
  readonly rmse: number;
  readonly mae: number;
  /** The mean of prediction − target. */
  readonly bias: number;
  /** 1 − Σ (t − y)² / Σ (t − t̄)²; absent where all targets are equal. */
  readonly r2?: number;
  /** Of the residuals, at 5, 25, 50, 75 and 95%. */
  readonly quantiles: readonly number[];
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

const shares = [0.05, 0.25, 0.5, 0.75, 0.95];

/** At least one value. */
export function residualScores(
  given: ArrayLike<number>,
  wanted: ArrayLike<number>,
): ResidualScores {
  const count = given.length;
  const residuals = differences(given, wanted);
  const mean = Array.from(wanted).reduce((sum, value) => sum + value, 0) / count;
  let [squares, sizes, sum, spread] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    squares += residuals[i] ** 2;
    sizes += Math.abs(residuals[i]);
    sum += residuals[i];
    spread += (wanted[i] - mean) ** 2;
  }
  const sorted = residuals.sort();
  return {
    rmse: Math.sqrt(squares / count),
    mae: sizes / count,
    bias: sum / count,
    ...(spread > 0 && { r2: 1 - squares / spread }),
    quantiles: shares.map((share) => quantile(sorted, share)),
  };
}

export const differences = (given: ArrayLike<number>, wanted: ArrayLike<number>): Float64Array =>
  Float64Array.from(given, (value, i) => value - wanted[i]);

/** Of sorted numbers, linear between them: NumPy's `quantile`. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Counts in bins of equal width, [from, to), the last with its upper end; zero is in the middle. */
export function histogram(values: ArrayLike<number>, bins: number): Histogram {
  const sizes = Float64Array.from(values, Math.abs);
  const bound = sizes.reduce((most, size) => Math.max(most, size), 0) || 1;
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++)
    counts[Math.min(bins - 1, Math.floor(((values[i] + bound) / (2 * bound)) * bins))]++;
  return { from: -bound, to: bound, counts };
}
