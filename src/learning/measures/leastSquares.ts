import { defineMeasure } from './measure';

/** What linear least squares sum and tell. */

const internal = { goal: 'none', fold: 'sum', example: 'rule ridge' } as const;

/** What the pass sums: no words of the language. */
export const gram = defineMeasure({
  ...internal,
  name: 'gram',
  label: 'products of the inputs',
  summary: '$\\Phi^\\top \\Phi$ over the training samples.',
});
export const cross = defineMeasure({
  ...internal,
  name: 'cross',
  label: 'products of inputs and targets',
  summary: '$\\Phi^\\top T$ over the training samples.',
});
export const power = defineMeasure({
  ...internal,
  name: 'power',
  label: 'squares of the targets',
  summary: '$\\lVert T \\rVert^2$ over the training samples.',
});

export const residual = defineMeasure({
  name: 'residual',
  label: 'squared error of the training samples',
  goal: 'lower',
  fold: 'mean',
  summary: 'Half the squared distance between outputs and targets that a linear solution leaves.',
  details: '$\\tfrac12 \\lVert T - \\Phi W \\rVert^2 / N$',
  example: 'rule ridge # reports residual',
});

export const penalty = defineMeasure({
  name: 'penalty',
  label: 'penalty λ',
  symbol: 'λ',
  goal: 'none',
  fold: 'mean',
  summary: 'The penalty on squared weights that was taken.',
  example: 'rule ridge # reports penalty',
});

export const condition = defineMeasure({
  name: 'condition',
  label: 'condition number',
  goal: 'none',
  fold: 'mean',
  summary:
    'The greatest eigenvalue of the equations by the least: beyond 10¹⁵ float64 has no digits left for the weights.',
  details: '$\\lambda_\\text{max} / \\lambda_\\text{min}$ of $\\Phi^\\top \\Phi + \\lambda I$',
  example: 'rule ridge # reports condition',
});

export const validationError = defineMeasure({
  name: 'validation_error',
  label: 'validation error',
  goal: 'lower',
  fold: 'mean',
  summary: 'The squared error of the validation samples for each penalty that was tried.',
  example: 'rule ridge # reports validation_error',
});
