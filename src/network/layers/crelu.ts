import { number } from '../../language/parameters';
import { defineLayer } from '../define';
import { singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';

export const crelu = defineLayer({
  name: 'crelu',
  synonyms: ['two_sided', 'polarity', 'concatenated_relu'],
  summary:
    'Two rectified units for each one: what it has above a threshold, and what its negative has.',
  details:
    '$\\max(0, x - \\theta)$, then $\\max(0, -x - \\theta)$: the encoder of Coates and Ng (2011), a soft threshold with the signs apart; with θ = 0 Shang et al. (2016).',
  parameters: { threshold: number('θ', { minimum: 0, default: 0 }) },
  example: 'crelu(0.25)',
  infer(_, inputs) {
    const [shape] = singleInput('crelu', inputs);
    const axis = unitAxis(shape);
    const doubled = shape.map((length, i) => (i === axis ? 2 * length : length));
    return { shape: doubled, parameters: [], cost: { multiplyAdds: elements(doubled) } };
  },
  build({ graph, inputs: [x], inputShapes, arguments: { threshold } }) {
    const above = (side: typeof x) => graph.relu(graph.sub(side, threshold));
    return graph.concat([above(x), above(graph.neg(x))], { axis: 1 + unitAxis(inputShapes[0]) });
  },
});
