import { sliceAxis } from '../../graph/layout';
import type { LayerEntry } from '../entries';
import type { Shape } from '../parameters';
import { elements } from '../../shape/elements';
import { reshaped } from './flatten';

/** One of several inputs: its columns of the row that the data give. */
export const inputPart = (first: number, shape: Shape): LayerEntry => ({
  kind: 'layer',
  name: 'input',
  summary: 'One of several inputs.',
  parameters: {},
  example: 'input x[4]',
  infer: () => ({ shape, parameters: [], cost: { multiplyAdds: 0 } }),
  givesOn: () => first,
  build({ graph, inputs }) {
    const columns = sliceAxis(graph, inputs[0], 1, first, elements(shape));
    return shape.length === 1 ? columns : reshaped(graph, columns, shape);
  },
});
