import { defineMeasure } from './measure';

/** What the whitening pass sums, no words of the language, and what it finds. */

export const moments = defineMeasure({
  name: 'moments',
  label: 'moments of the inputs',
  goal: 'none',
  fold: 'sum',
  summary: 'The sum of $x x^\\top$ over the training samples, with a 1 behind $x$.',
  example: 'rule zca',
});

export const eigenvalue = defineMeasure({
  name: 'eigenvalue',
  label: 'eigenvalue of the covariance',
  goal: 'none',
  fold: 'mean',
  summary: 'The spectrum: each eigenvalue of the covariance of the inputs, the greatest first.',
  details:
    'The variance along the $i$-th principal direction. Of many the first are all told, then ever fewer; what rounding hides is 0.',
  example: 'rule zca # reports eigenvalue',
});

export const variance = defineMeasure({
  name: 'variance',
  label: 'variance of the inputs',
  goal: 'none',
  fold: 'mean',
  summary: 'The variance of the inputs before whitening, summed over all of them.',
  details: '$\\sum_i \\lambda_i$ over the eigenvalues of the covariance matrix.',
  example: 'rule zca # reports variance',
});

export const dimensions = defineMeasure({
  name: 'dimensions',
  label: 'dimensions with 99 % of the variance',
  goal: 'none',
  fold: 'mean',
  summary: 'How many of the greatest eigenvalues hold 99 % of the variance of the inputs.',
  details: 'Where they are few, neighbouring inputs are nearly alike.',
  example: 'rule zca # reports dimensions',
});

export const gain = defineMeasure({
  name: 'gain',
  label: 'greatest gain',
  goal: 'none',
  fold: 'mean',
  summary: 'How much whitening amplifies the direction with the least variance.',
  details:
    '$1 / \\sqrt{\\lambda_\\text{min} + \\epsilon}$. Where it is great, whitening shows mostly noise; a greater ε helps.',
  example: 'rule zca # reports gain',
});
