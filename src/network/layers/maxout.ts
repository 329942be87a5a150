import { integer } from '../../language/parameters';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import { reshaped } from './flatten';

export const maxout = defineLayer({
  name: 'maxout',
  family: 'dense',
  synonyms: ['max_out'],
  summary: 'The largest of each group of neighbouring units (or maps) of the layer above.',
  details:
    'After a `dense` or `conv` without activation: $\\max_j (w_j x + b_j)$, a learned convex activation. Goodfellow et al. (2013).',
  parameters: { pieces: integer('Units or maps in a group.', { minimum: 1, default: 2 }) },
  example: 'maxout(2)',
  infer({ pieces }, inputs) {
    const [from] = singleInput('maxout', inputs);
    const axis = unitAxis(from);
    const units = from[axis];
    if (units % pieces !== 0) {
      throw new ShapeError(
        `groups of ${pieces} do not divide ${units} units or maps evenly`,
        `a multiple of ${pieces} units or maps`,
        inputs,
      );
    }
    const shape = from.with(axis, units / pieces);
    return { shape, parameters: [], cost: { multiplyAdds: pieces * elements(shape) } };
  },
  build({ graph, inputs, shape, arguments: { pieces } }) {
    const axis = unitAxis(shape);
    const before = elements(shape.slice(0, axis + 1));
    const groups = reshaped(graph, inputs[0], [before, pieces, elements(shape.slice(axis + 1))]);
    const largest = graph.reduceMax(groups, { axes: [2], keepdims: 0 });
    return reshaped(graph, largest, shape);
  },
});
