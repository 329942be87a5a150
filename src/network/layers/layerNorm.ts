import { integer, number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';

export const layerNorm = defineLayer({
  name: 'layer_norm',
  family: 'regularization',
  formerly: 'layernorm',
  synonyms: ['ln', 'layer_normalization'],
  summary:
    'Normalizes each sample over its own units, then scales and shifts each by learned amounts.',
  details:
    '$\\gamma (x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$ with $\\mu, \\sigma^2$ of one sample, in training and at inference alike. `axis: 2` on [steps, features] normalizes each step by itself. Ba, Kiros and Hinton (2016).',
  parameters: {
    axis: integer('The first of the axes normalized together, counted from 1 without the batch.', {
      minimum: 1,
      default: 1,
    }),
    epsilon: number('Added to the variance.', { above: 0, default: 1e-5 }),
  },
  example: 'layer_norm relu',
  infer({ axis }, inputs) {
    const [shape] = singleInput('layer_norm', inputs);
    if (axis > shape.length) {
      throw new ShapeError(`\`layer_norm\` has no axis ${axis} here`, `${axis} axes`, inputs);
    }
    const normalized = shape.slice(axis - 1);
    return {
      shape,
      parameters: [
        constantParameter('scale', normalized, 1),
        constantParameter('shift', normalized, 0),
      ],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  anyLength: ({ axis }) => axis === 2,
  build: ({ graph, inputs, arguments: { axis, epsilon }, parameter }) =>
    graph.layerNormalization(inputs[0], parameter('scale'), {
      bias: parameter('shift'),
      axis,
      epsilon,
    }),
});
