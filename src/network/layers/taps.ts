import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';

/**
 * Filters that pick each tap of each channel's window: convolving with them lays windows out as columns, and their transposed
 * convolution adds columns up to windows.
 */
export function taps(
  graph: GraphBuilder,
  channels: number,
  [height, width]: readonly number[],
): Value {
  const area = height * width;
  const filters = new Float32Array(channels * area * area);
  for (let filter = 0; filter < channels * area; filter++) {
    filters[filter * area + (filter % area)] = 1;
  }
  const shape = [channels * area, 1, height, width];
  return graph.constant(filters, shape, `taps${shape.join('x')}`);
}
