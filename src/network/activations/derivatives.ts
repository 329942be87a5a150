import type { Derivative } from '../entries';

/** Sigmoids and the like: for small sums a straight line of this slope, which is their greatest. */
export const nearlyLinear = (slope: number): Derivative => ({
  greatest: slope,
  meanSquare: slope ** 2,
  source: 'Glorot and Bengio (2010)',
});

/** Rectifiers: one slope for positive sums, one for negative. */
export const twoSlopes = (above: number, below: number): Derivative => ({
  greatest: Math.max(Math.abs(above), Math.abs(below)),
  meanSquare: (above ** 2 + below ** 2) / 2,
  source: 'He et al. (2015)',
});
