/**
 * The learning-rate range test: Smith, *Cyclical Learning Rates for Training Neural Networks* (2017), section 3.3. One
 * short training whose rate rises exponentially; where the loss falls fastest over the logarithm of the rate is a good
 * rate, where it is lowest is already too high a one.
 */

/** Rates from `lowest` to `highest`, one a step. */
export interface RateRange {
  readonly lowest: number;
  readonly highest: number;
  readonly steps: number;
}

/** The rate of the `index`-th step, from 0. */
export const rateAt = ({ lowest, highest, steps }: RateRange, index: number): number =>
  lowest * (highest / lowest) ** (index / Math.max(1, steps - 1));

/** Says of each loss, in order, whether the training has left all sense: then higher rates tell nothing. */
export function divergenceTest(): (loss: number) => boolean {
  const keep = 0.9;
  let mean = 0;
  let weight = 0;
  let best = Infinity;
  let first: number | undefined;
  return (loss) => {
    if (!Number.isFinite(loss)) return true;
    first ??= loss;
    mean = keep * mean + (1 - keep) * loss;
    weight = keep * weight + (1 - keep);
    const smoothed = mean / weight; // corrected for its start: Kingma and Ba (2015), section 3
    best = Math.min(best, smoothed);
    return smoothed > Math.max(4 * best, first);
  };
}

/** A curve at equal distances: its values without noise, and how they change from one point to the next. */
export interface SmoothCurve {
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

/** Local linear regression with tricube weights (Cleveland, 1979): unlike a moving average it does not lag behind. */
export function smoothCurve(
  losses: readonly number[],
  reach = Math.max(3, losses.length / 10),
): SmoothCurve {
  const fits = losses.map((_, at) => {
    let [w0, w1, w2, y0, y1] = [0, 0, 0, 0, 0];
    const first = Math.max(0, Math.ceil(at - reach));
    const last = Math.min(losses.length - 1, Math.floor(at + reach));
    for (let i = first; i <= last; i++) {
      const x = i - at;
      const w = (1 - (Math.abs(x) / (reach + 1)) ** 3) ** 3;
      [w0, w1, w2] = [w0 + w, w1 + w * x, w2 + w * x * x];
      [y0, y1] = [y0 + w * losses[i], y1 + w * x * losses[i]];
    }
    const determinant = w0 * w2 - w1 * w1;
    if (determinant === 0) return { value: y0 / w0, slope: 0 };
    return {
      value: (w2 * y0 - w1 * y1) / determinant,
      slope: (w0 * y1 - w1 * y0) / determinant,
    };
  });
  return { values: fits.map(({ value }) => value), slopes: fits.map(({ slope }) => slope) };
}

/** Rates to train with; absent where the loss does not fall by more than its noise. */
export interface RateSuggestion {
  /** Where the loss falls fastest. */
  readonly steepest?: number;
  /** A tenth of the rate at which the loss is lowest. */
  readonly tenthOfMinimum?: number;
  /** The loss is lowest at the last rate: higher ones may do better. */
  readonly openEnded: boolean;
}

/** What a sweep's losses, and their smooth curve, suggest. */
export function suggestRates(
  range: RateRange,
  losses: readonly number[],
  { values, slopes }: SmoothCurve,
): RateSuggestion {
  const lowest = values.indexOf(Math.min(...values));
  const noise = Math.sqrt(
    losses.slice(0, lowest).reduce((sum, loss, i) => sum + (loss - values[i]) ** 2, 0) /
      Math.max(1, lowest),
  );
  const openEnded = lowest === range.steps - 1;
  if (lowest < 2 || !(values[0] - values[lowest] > 2 * noise)) return { openEnded };
  const falling = slopes.slice(0, lowest);
  const steepest = falling.indexOf(Math.min(...falling));
  return {
    steepest: rateAt(range, steepest),
    tenthOfMinimum: rateAt(range, lowest) / 10,
    openEnded,
  };
}
