import { number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { perUnit, singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import { pointwise } from '../../shape/receptive';

export const prelu = defineLayer({
  name: 'prelu',
  synonyms: ['parametric_relu'],
  summary: 'A rectifier whose slope below zero is trained, one for each map (or unit).',
  details:
    '$\\max(x, 0) + a_c \\min(x, 0)$, on a line of its own since it has parameters. He et al., *Delving Deep into Rectifiers* (2015).',
  parameters: { slope: number('a before training.', { default: 0.25 }) },
  example: 'prelu',
  infer({ slope }, inputs) {
    const [shape] = singleInput('prelu', inputs);
    return {
      shape,
      parameters: [constantParameter('slope', [shape[unitAxis(shape)]], slope)],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  window: () => pointwise,
  build({ graph, inputs: [x], shape, parameter }) {
    const slope = graph.reshape(parameter('slope'), perUnit(shape));
    const above = graph.relu(x);
    const below = graph.sub(x, above);
    return graph.add(above, graph.mul(below, slope));
  },
});
