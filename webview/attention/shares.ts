import type { Colouring } from '../featureMaps/paint';

/** By what the colours of shares are scaled: by the greatest of all heads, of each head, or of each row. */
export type Scale = 'layer' | 'head' | 'row';

/** Shares are no smaller than 0, which is the end of the colours on that side. */
export const upTo = (high: number): Colouring => ({ map: 'sequential', low: 0, high });

export const greatestOf = (shares: Float32Array): number =>
  shares.reduce((most, share) => (share > most ? share : most), 0);

/** Without those of steps that come later, of which nothing is read: those are left free. */
export const readable = (shares: Float32Array, side: number, causal: boolean): Float32Array =>
  causal ? shares.map((share, i) => (i % side > Math.floor(i / side) ? NaN : share)) : shares;

/** Each row by its greatest. */
export function byRow(shares: Float32Array, side: number): Float32Array {
  const scaled = new Float32Array(shares.length);
  for (let first = 0; first < shares.length; first += side) {
    const row = shares.subarray(first, first + side);
    const most = greatestOf(row);
    row.forEach((share, i) => (scaled[first + i] = most > 0 ? share / most : share));
  }
  return scaled;
}

/** Of shares [heads, steps]. */
export function meanShares(shares: Float32Array, steps: number): Float32Array {
  const mean = new Float32Array(steps);
  const heads = shares.length / steps;
  shares.forEach((share, i) => (mean[i % steps] = (mean[i % steps] ?? 0) + share / heads));
  return mean;
}

/** The steps that are read most, the first one most. */
export const mostRead = (shares: Float32Array, most: number): readonly number[] =>
  Array.from(shares, (share, step) => [share, step] as const)
    .filter(([share]) => share > 0)
    .sort(([a], [b]) => b - a)
    .slice(0, most)
    .map(([, step]) => step);
