import { numberOf } from '../attributes';
import { elementType } from '../dataTypes';
import { range } from '../shapes';
import { composite } from './composite';

/**
 * Rows [n, m] added up by their places [n, 1], whole float32 numbers from 0 to `length`: [length, m]. Written as the product with
 * a one-hot matrix, which every provider has.
 */
export const rowSums = composite(
  'RowSums',
  { length: 'int' },
  ({ inputs: [, rows], attributes }) => ({
    dataType: 'float32',
    shape: [numberOf(attributes, 'length', 0), rows!.shape[1]],
  }),
  (graph, [places, rows], attributes) => {
    const length = numberOf(attributes, 'length', 0);
    const all = Float32Array.from(range(0, length));
    const constant = graph.constant(all, [1, length], `range${length}`);
    const oneHot = graph.cast(graph.equal(places, constant), { to: elementType.float32 });
    return graph.gemm(oneHot, rows, { transA: 1 });
  },
);
