import { number } from '../../language/parameters';
import { defineLayer } from '../define';
import { singleInput } from '../shapes';
import { pointwise } from '../../shape/receptive';

export const stochasticDepth = defineLayer({
  name: 'stochastic_depth',
  family: 'regularization',
  synonyms: ['drop_path', 'droppath', 'stochasticdepth'],
  summary: 'Zeroes whole samples at random in training: the last layer of a residual branch.',
  details:
    'In a branch of `add` it leaves out the branch for some samples, so that the network is shallower for them. Samples that stay are scaled by $1/(1-\\text{rate})$; the identity at inference. Huang et al., *Deep Networks with Stochastic Depth* (2016).',
  parameters: {
    rate: number('Probability that a sample is zeroed.', {
      minimum: 0,
      maximum: 0.99,
      default: 0.1,
    }),
  },
  example: 'add { { conv(16, kernel: 3, padding: 1); stochastic_depth(0.2) } { } }',
  infer: (_, inputs) => ({
    shape: singleInput('stochastic_depth', inputs)[0],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  window: () => pointwise,
  anyLength: () => true,
  build({ graph, inputs: [x], shape, arguments: { rate }, training, uniform }) {
    if (!training || rate === 0) return x;
    const kept = graph.greater(uniform([x.type.shape[0], ...shape.map(() => 1)]), rate);
    return graph.mul(x, graph.mul(graph.cast(kept, { to: 1 }), 1 / (1 - rate)));
  },
});
