import { integer } from '../../language/parameters';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';
import { flattened } from './flatten';

export const dense = defineLayer({
  name: 'dense',
  family: 'dense',
  synonyms: ['fc', 'fully_connected', 'affine', 'gemm'],
  summary: 'Every unit sees every input; images are flattened first.',
  details: '$y = W x + b$ with $W$ of shape [units, inputs].',
  parameters: {
    units: integer('Number of units.', { minimum: 1 }),
    ...biasParameters('unit'),
  },
  example: 'F6: dense(84) tanh',
  infer({ units, bias: biased, bias_init: start }, inputs) {
    const fanIn = elements(singleInput('dense', inputs)[0]);
    return {
      shape: [units],
      parameters: [weight([units, fanIn], fanIn, units), ...(biased ? [bias(units, start)] : [])],
      cost: { multiplyAdds: units * fanIn },
    };
  },
  affine: true,
  filters: (graph, weight, { units }, [image]) => graph.reshape(weight, [units, ...image]),
  build({ graph, inputs, inputShapes, arguments: { bias: biased }, parameter }) {
    const x = flattened(graph, inputs[0], inputShapes[0]);
    const w = parameter('weight');
    return graph.gemm(x, w, { bias: biased ? parameter('bias') : undefined, transB: 1 });
  },
});
