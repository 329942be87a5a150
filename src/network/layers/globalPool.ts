import { defineLayer } from '../define';
import { imageShape } from '../shapes';

const globalPool = (name: string, operator: 'ReduceMean' | 'ReduceMax', summary: string) =>
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
  });

export const globalAvgPool = globalPool(
  'global_avg_pool',
  'ReduceMean',
  'The average of each map, as a vector.',
);
export const globalMaxPool = globalPool(
  'global_max_pool',
  'ReduceMax',
  'The largest value of each map, as a vector.',
);
