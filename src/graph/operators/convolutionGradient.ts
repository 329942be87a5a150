import type { GraphWriter } from '../operator';
import type { Value } from '../graph';
import { reshape, slice, swapBatchAndChannels, transpose } from '../layout';
import { product, range } from '../shapes';
import { extent, unreached, windowToAttributes, type Window } from './window';

/**
 * Gradients of a convolution as convolutions (Dumoulin and Visin, "A guide to convolution arithmetic for deep
 * learning", 2016): ∂E/∂x = dY ⋆ᵀ W, and ∂E/∂W = Xᵀ ⋆ dYᵀ with stride and dilation swapped.
 */

/** ∂E/∂x for an input with these spatial lengths. */
export function dataGradient(
  graph: GraphWriter,
  dy: Value,
  filters: Value,
  lengths: readonly number[],
  window: Window,
  group: number,
): Value {
  const outputs = dy.type.shape.slice(2) as number[];
  return graph.convTranspose(dy, filters, {
    ...windowToAttributes(window),
    group,
    output_padding: unreached(lengths, outputs, window),
  });
}

/** ∂E/∂W of `dy = Conv(x, W)`: samples are summed like channels, the output plays the filter. */
export function filterGradient(
  graph: GraphWriter,
  x: Value,
  dy: Value,
  window: Window,
  group: number,
): Value {
  const lengths = x.type.shape.slice(2) as number[];
  const outputs = dy.type.shape.slice(2) as number[];
  const { kernel, strides, dilations, begins } = window;
  // Only so much padding behind that the result has the kernel's lengths, where possible.
  const ends = kernel.map((_, i) =>
    Math.max(0, (outputs[i] - 1) * strides[i] + extent(window, i) - lengths[i] - begins[i]),
  );
  const result = graph.conv(channelsAsBatch(graph, x, group), swapBatchAndChannels(graph, dy), {
    ...windowToAttributes({
      kernel: outputs,
      strides: dilations,
      dilations: strides,
      begins,
      ends,
    }),
    group,
  });
  const filters = swapBatchAndChannels(graph, result);
  return slice(
    graph,
    filters,
    kernel.map(() => 0),
    kernel,
  );
}

/** [N, g·C, …] as [C, g·N, …]: the channels within a group become samples. */
function channelsAsBatch(graph: GraphWriter, x: Value, group: number): Value {
  if (group === 1) return swapBatchAndChannels(graph, x);
  const [samples, channels, ...lengths] = x.type.shape as [number, number, ...number[]];
  const inGroup = channels / group;
  const split = reshape(graph, x, [samples, group, inGroup, ...lengths]);
  const moved = transpose(graph, split, [2, 1, 0, ...range(3, lengths.length + 3)]);
  return reshape(graph, moved, [inGroup, product([group, samples]), ...lengths]);
}
