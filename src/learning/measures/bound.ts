import { defineMeasure } from './measure';

export const bound = defineMeasure({
  name: 'bound',
  label: 'bound of ln P',
  goal: 'higher',
  fold: 'mean',
  summary: 'A lower bound of the log-likelihood of a sample under the model of its class, in nats.',
  details:
    '$\\langle \\ln P(x, y) \\rangle + H(\\mu) \\le \\ln P(x)$ under the mean-field posterior.',
  example: 'stop early(metric: bound)',
});
