import { number } from '../../language/parameters';
import { defineLayer } from '../define';
import { singleInput } from '../shapes';
import { pointwise } from '../../shape/receptive';

export const dropout = defineLayer({
  name: 'dropout',
  family: 'regularization',
  synonyms: ['drop'],
  summary: 'Zeroes units at random in training; the identity at inference.',
  details:
    'Units that stay are scaled by $1/(1-\\text{rate})$, so that nothing changes on average. Srivastava et al., *Dropout* (2014).',
  parameters: {
    rate: number('Probability that a unit is zeroed.', {
      minimum: 0,
      maximum: 0.99,
      default: 0.5,
    }),
  },
  example: 'dropout(0.5)',
  infer: (_, inputs) => ({
    shape: singleInput('dropout', inputs)[0],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  window: () => pointwise,
  anyLength: () => true,
  build({ graph, inputs, arguments: { rate }, training, uniform }) {
    const x = inputs[0];
    if (!training || rate === 0) return x;
    const kept = graph.greater(uniform(x.type.shape), rate);
    const mask = graph.cast(kept, { to: 1 });
    return graph.mul(x, graph.mul(mask, 1 / (1 - rate)));
  },
});
