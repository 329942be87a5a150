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

export const meanFieldChange = defineMeasure({
  name: 'mean_field_change',
  label: 'mean-field change',
  goal: 'none',
  fold: 'mean',
  summary:
    'How far the last mean-field update moved a probability of the first hidden layer, on average; near 0 the equations are solved.',
  example: 'rule dbm # reports mean_field_change',
});
