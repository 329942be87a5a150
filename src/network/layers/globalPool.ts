import { defineLayer } from '../define';
import { imageShape } from '../shapes';

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
    parameters: {},
    example: name,
    infer: (_, inputs) => ({
      shape: [imageShape(name, inputs)[0]],
      parameters: [],
      cost: { multiplyAdds: 0 },
    }),
    build: ({ graph, inputs }) => graph.apply(operator, [inputs[0]], { axes: [2, 3], keepdims: 0 }),
    exported: ({ graph, inputs }) => graph.flatten(graph.apply(single, [inputs[0]]), { axis: 1 }),
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
