import type { GraphWriter } from '../../../graph/operator';
import type { Value } from '../../../graph/graph';
import { reshape, transpose } from '../../../graph/layout';
import { range } from '../../../graph/shapes';
import { reorderInput } from './operators';

/** Filters in the order the blocked convolution reads them; their shape stays [O, I, h, w]. */

/** [O, I, h, w] as [O/b, I/b, h, w, bᵢ, bₒ], or as [O/b, I, h, w, bₒ] for fewer input channels than a block. */
export function blockFilters(graph: GraphWriter, filters: Value, block: number): Value {
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const places = height * width;
  const inner = inputs < block ? filters : innermost(graph, filters, outputs, inputs, places);
  const outer = innermost(graph, inner, outputs / block, block, inputs * places);
  return reshape(graph, outer, filters.type.shape);
}

/** The filters of the adjoint of a convolution: inputs and outputs swapped, both spatial axes mirrored. */
export function blockAdjointFilters(graph: GraphWriter, filters: Value, block: number): Value {
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const places = height * width;
  const swapped = swapFilterAxes(graph, filters, block);
  const mirrored =
    places === 1 ? swapped : graph.gather(swapped, range(0, places).reverse(), { axis: 2 });
  return reshape(graph, mirrored, [inputs, outputs, height, width]);
}

/** [O, I, h, w] as [I/b, O/b, h·w, bₒ, bᵢ]: what was read as input becomes output. */
export function swapFilterAxes(graph: GraphWriter, filters: Value, block: number): Value {
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const [o, i, places] = [outputs / block, inputs / block, height * width];
  const outer = innermost(graph, filters, o, block, inputs * places);
  const inner = innermost(graph, outer, o * i, block, places * block);
  const swapped = swapOuter(graph, inner, [o, i, places * block ** 2]);
  return reshape(graph, swapped, [i, o, places, block, block]);
}

/** [n, c, rest] as [n, c/b, rest, b]: with all threads, which `Transpose` has not. */
function innermost(graph: GraphWriter, x: Value, n: number, c: number, rest: number): Value {
  return graph.apply(reorderInput, [reshape(graph, x, [n, c, rest, 1])]);
}

/** A blocked tensor [N, O, h, w] as filters over samples, [O, N, h, w] in blocks of both. */
export function blockAsFilters(graph: GraphWriter, x: Value, block: number): Value {
  const [samples, channels, height, width] = x.type.shape as number[];
  const [n, o, places] = [samples / block, channels / block, height * width];
  // [N/b, bₙ, O/b·h·w, bₒ] to [N/b, O/b·h·w, bₙ, bₒ].
  const rows = reshape(graph, x, [n, block, 1, o * places * block]);
  const moved = graph.apply(reorderInput, [rows], { channels_last: 1 });
  const swapped = swapOuter(graph, moved, [n, o, places * block ** 2]);
  return reshape(graph, swapped, [channels, samples, height, width]);
}

/** [a, b, c] as [b, a, c]. */
function swapOuter(graph: GraphWriter, x: Value, lengths: [number, number, number]): Value {
  const [a, b] = lengths;
  return a === 1 || b === 1 ? x : transpose(graph, reshape(graph, x, lengths), [1, 0, 2]);
}
