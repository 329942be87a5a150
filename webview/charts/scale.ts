/** Scales: from values to positions in [0, 1]. Everything here is pure. */

export interface LogScale {
  /** Exponents of the lowest and highest decade. */
  readonly low: number;
  readonly high: number;
  /** Position of a value in [0, 1]; below the scale and for what is not positive: 0. */
  position(value: number): number;
  /** Powers of ten to label, at most `limit` of them. */
  ticks(limit: number): readonly number[];
}

/** Whole decades around the positive finite values, at least two and at most twelve of them. */
export function logScale(values: Iterable<number | null>): LogScale {
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
  low = Math.max(low, high - 12);
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

/** The whole decades around a range, at least one. */
export function decades(min: number, max: number): [number, number] {
  const positive = min > 0 ? min : 1e-4;
  return [
    10 ** Math.floor(Math.log10(positive)),
    10 ** Math.ceil(Math.log10(Math.max(max, positive * 10))),
  ];
}

/** `-3` → `10⁻³`. */
export const powerOfTen = (exponent: number): string =>
  exponent === 0
    ? '1'
    : exponent === 1
      ? '10'
      : `10${[...String(exponent)].map((character) => superscripts[character]).join('')}`;

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((character, index) => [character, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][index] ?? '']),
);

/** The least round number (at most two digits, then zeros) that is not below a positive value. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(
      (candidate) => candidate * power >= value * (1 - 1e-9),
    ) ?? 10;
  return step * power;
}

/** How many epochs a chart shows: all, but of a long training at first only as many as leave an eighth of the width. */
export function epochsShown(epochs: number, done: number): number {
  let shown = Math.max(1, epochs);
  while (shown > 16 && done < shown / 8) shown = Math.ceil(shown / 2);
  return shown;
}
