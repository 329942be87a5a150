import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { defineLayer } from '../define';
import type { Shape } from '../parameters';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';

/** A batch of tensors of `shape` as rows. */
export const flattened = (graph: GraphBuilder, x: Value, shape: Shape): Value =>
  shape.length === 1 ? x : reshaped(graph, x, [elements(shape)]);

/** A batch of tensors in another shape with as many elements. */
export const reshaped = (graph: GraphBuilder, x: Value, shape: Shape): Value =>
  graph.reshape(x, [0, ...shape]);

export const flatten = defineLayer({
  name: 'flatten',
  family: 'reshape',
  summary: 'Maps laid out as one vector.',
  parameters: {},
  example: 'flatten',
  infer: (_, inputs) => ({
    shape: [elements(singleInput('flatten', inputs)[0])],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  givesOn: () => 0,
  build: ({ graph, inputs, inputShapes }) => flattened(graph, inputs[0], inputShapes[0]),
});
