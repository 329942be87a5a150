import { number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { elements, singleInput } from '../shapes';

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
      parameters: [constantParameter('slope', [shape[0]], slope)],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  build({ graph, inputs: [x], shape, parameter }) {
    const perMap = graph.ints([1, shape[0], ...shape.slice(1).map(() => 1)]);
    const slope = graph.add('Reshape', [parameter('slope'), perMap]);
    const above = graph.add('Relu', [x]);
    const below = graph.add('Sub', [x, above]);
    return graph.add('Add', [above, graph.add('Mul', [below, slope])]);
  },
});
