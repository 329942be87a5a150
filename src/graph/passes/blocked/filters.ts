import type { GraphWriter } from '../../operator';
import type { Value } from '../../graph';
import { reshape, transpose } from '../../layout';
import { range } from '../../shapes';

/** Filters in the order the blocked convolution reads them; their shape stays [O, I, h, w]. */

/** [O, I, h, w] as [O/b, I/b, h, w, bᵢ, bₒ], or as [O/b, I, h, w, bₒ] for fewer input channels than a block. */
export function blockFilters(graph: GraphWriter, filters: Value, block: number): Value {
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const few = inputs < block;
  const split = few
    ? [outputs / block, block, inputs, height, width]
    : [outputs / block, block, inputs / block, block, height, width];
  const moved = transpose(
    graph,
    reshape(graph, filters, split),
    few ? [0, 2, 3, 4, 1] : [0, 2, 4, 5, 3, 1],
  );
  return reshape(graph, moved, filters.type.shape);
}

/** The filters of the adjoint of a convolution: inputs and outputs exchanged, both spatial axes mirrored. */
export function blockAdjointFilters(graph: GraphWriter, filters: Value, block: number): Value {
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const split = [outputs / block, block, inputs / block, block, height * width];
  // [I/b, O/b, h·w, bₒ, bᵢ]: what is read here as input is the convolution's output.
  const moved = transpose(graph, reshape(graph, filters, split), [2, 0, 4, 1, 3]);
  const places = height * width;
  const mirrored =
    places === 1
      ? moved
      : graph.add('Gather', [moved, graph.ints(range(0, places).reverse())], { axis: 2 });
  return reshape(graph, mirrored, [inputs, outputs, height, width]);
}

/** A blocked tensor [N, O, h, w] as filters over samples, [O, N, h, w] in blocks of both. */
export function blockAsFilters(graph: GraphWriter, x: Value, block: number): Value {
  const [samples, channels, height, width] = x.type.shape as number[];
  const split = [samples / block, block, channels / block, height * width, block];
  const moved = transpose(graph, reshape(graph, x, split), [2, 0, 3, 1, 4]);
  return reshape(graph, moved, [channels, samples, height, width]);
}
