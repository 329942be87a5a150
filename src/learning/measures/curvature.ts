import { defineMeasure } from './measure';

export const curvature = defineMeasure({
  name: 'curvature',
  label: 'mean curvature',
  symbol: '⟨∂²E/∂w²⟩',
  goal: 'none',
  fold: 'mean',
  join: 'largest',
  summary: 'The mean second derivative of the loss with respect to the numbers of each parameter.',
  details:
    'Estimated as the diagonal of the Gauss–Newton matrix, which is never negative. Where it is greater, steps have to be shorter.',
  example: 'rule levenberg_marquardt # reports curvature',
});
