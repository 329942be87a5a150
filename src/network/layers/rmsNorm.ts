import { Arithmetic } from '../../graph/arithmetic';
import { range } from '../../graph/shapes';
import { integer, number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';

export const rmsNorm = defineLayer({
  name: 'rms_norm',
  family: 'regularization',
  aliases: ['rmsnorm'],
  synonyms: ['rms_normalization', 'root_mean_square_norm'],
  summary: 'Divides each sample by the root mean square of its units, then scales each unit.',
  details:
    '$\\gamma x / \\sqrt{\\overline{x^2} + \\epsilon}$: a `layer_norm` without mean and shift. `axis: 2` on [steps, features] normalizes each step by itself. Zhang and Sennrich, *Root Mean Square Layer Normalization* (2019).',
  parameters: {
    axis: integer('The first of the axes normalized together, counted from 1 without the batch.', {
      minimum: 1,
      default: 1,
    }),
    epsilon: number('Added to the mean square.', { above: 0, default: 1e-5 }),
  },
  example: 'rms_norm(axis: 2)',
  infer({ axis }, inputs) {
    const [shape] = singleInput('rms_norm', inputs);
    if (axis > shape.length) {
      throw new ShapeError(`\`rms_norm\` has no axis ${axis} here`, `${axis} axes`, inputs);
    }
    return {
      shape,
      parameters: [constantParameter('scale', shape.slice(axis - 1), 1)],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  anyLength: ({ axis }) => axis === 2,
  build({ graph, inputs: [x], shape, arguments: { axis, epsilon }, parameter }) {
    const a = new Arithmetic(graph);
    const square = a.mean(a.square(x), range(axis, shape.length + 1), true);
    return a.mul(a.div(x, graph.sqrt(a.add(square, epsilon))), parameter('scale'));
  },
  exported: ({ graph, inputs: [x], arguments: { axis, epsilon }, parameter }, opset) =>
    opset < 23
      ? undefined
      : graph.apply('RMSNormalization', [x, parameter('scale')], { axis, epsilon }),
});
