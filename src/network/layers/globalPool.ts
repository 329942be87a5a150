import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput, unitAxis } from '../shapes';

const globalPool = (
  name: string,
  operator: 'ReduceMean' | 'ReduceMax',
  single: 'GlobalAveragePool' | 'GlobalMaxPool',
  summary: string,
) =>
  defineLayer({
    name,
    family: 'pooling',
    formerly: name.replaceAll('_', ''),
    summary,
    details: 'Of a sequence [steps, features]: over the steps, for each feature.',
    parameters: {},
    example: name,
    infer(_, inputs) {
      const [shape] = singleInput(name, inputs);
      if (shape.length === 2 || shape.length === 3) {
        return { shape: [shape[unitAxis(shape)]], parameters: [], cost: { multiplyAdds: 0 } };
      }
      throw new ShapeError(
        `\`${name}\` needs images [channels, height, width] or sequences [steps, features]`,
        '[channels, height, width] or [steps, features]',
        inputs,
      );
    },
    anyLength: (_, [shape]) => shape.length === 2,
    build({ graph, inputs, inputShapes: [shape] }) {
      const axes = shape.length === 2 ? [1] : [2, 3];
      return graph.apply(operator, [inputs[0]], { axes, keepdims: 0 });
    },
    exported: ({ graph, inputs: [x], inputShapes: [shape] }) =>
      shape.length === 3 ? graph.flatten(graph.apply(single, [x]), { axis: 1 }) : undefined,
  });

export const globalAvgPool = globalPool(
  'global_avg_pool',
  'ReduceMean',
  'GlobalAveragePool',
  'The average of each map, as a vector.',
);
export const globalMaxPool = globalPool(
  'global_max_pool',
  'ReduceMax',
  'GlobalMaxPool',
  'The largest value of each map, as a vector.',
);
