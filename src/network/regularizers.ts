import { number } from '../language/parameters';
import { defineRegularizer } from './define';

export const l1 = defineRegularizer({
  name: 'l1',
  synonyms: ['lasso'],
  summary: 'Adds λ Σ|w| to the loss: drives weights to exactly zero.',
  details: 'Tibshirani, *Regression Shrinkage and Selection via the Lasso* (1996).',
  parameters: { lambda: number('λ', { minimum: 0, default: 1e-4 }) },
  example: 'dense(64, regularize: l1(1e-4)) relu',
  build(graph, weight, { lambda }) {
    const sum = graph.reduceSum(graph.abs(weight), { keepdims: 0 });
    return graph.mul(sum, lambda);
  },
});

export const l2 = defineRegularizer({
  name: 'l2',
  synonyms: ['weight_decay', 'ridge'],
  summary: 'Adds λ/2 Σw² to the loss: weight decay.',
  details: 'Its gradient is $\\lambda w$. Krogh and Hertz, *A Simple Weight Decay* (1992).',
  parameters: { lambda: number('λ', { minimum: 0, default: 5e-4 }) },
  example: 'dense(64, regularize: l2(5e-4)) relu',
  build(graph, weight, { lambda }) {
    const square = graph.mul(weight, weight);
    const sum = graph.reduceSum(square, { keepdims: 0 });
    return graph.mul(sum, lambda / 2);
  },
});
