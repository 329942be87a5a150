import type { GraphBuilder } from '../builder';
import type { Value } from '../graph';
import { reshape, slice, swapBatchAndChannels, transpose } from '../layout';
import { product, range } from '../shapes';
import { extent, windowToAttributes, type Window } from './window';

/**
 * Gradients of a convolution as convolutions (Dumoulin and Visin, "A guide to convolution arithmetic for deep
 * learning", 2016): ∂E/∂x = dY ⋆ᵀ W, and ∂E/∂W = Xᵀ ⋆ dYᵀ with stride and dilation exchanged.
 */

/** ∂E/∂x for an input with these spatial lengths. */
export function dataGradient(
  graph: GraphBuilder,
  dy: Value,
  filters: Value,
  lengths: readonly number[],
  window: Window,
  group: number,
): Value {
  if (group === 1 && window.strides.every((stride) => stride === 1) && padsLess(window)) {
    return stretchedConvolution(graph, dy, filters, window);
  }
  const outputs = dy.type.shape.slice(2) as number[];
  const output_padding = lengths.map(
    (length, i) =>
      length +
      window.begins[i]! +
      window.ends[i]! -
      ((outputs[i]! - 1) * window.strides[i]! + extent(window, i)),
  );
  return graph.add('ConvTranspose', [dy, filters], {
    ...windowToAttributes(window),
    group,
    output_padding,
  });
}

const padsLess = (window: Window): boolean =>
  window.kernel.every((_, i) => Math.max(window.begins[i]!, window.ends[i]!) < extent(window, i));

/** With stride 1 the transposed convolution is one with mirrored filters: the faster kernel. */
function stretchedConvolution(
  graph: GraphBuilder,
  dy: Value,
  filters: Value,
  window: Window,
): Value {
  const axes = range(2, filters.type.shape.length).filter((axis) => window.kernel[axis - 2]! > 1);
  const all = (value: number): Value => graph.ints(axes.map(() => value));
  const mirrored =
    axes.length === 0
      ? filters
      : graph.add('Slice', [
          filters,
          all(-1),
          graph.ints(axes.map((axis) => -window.kernel[axis - 2]! - 1)),
          graph.ints(axes),
          all(-1),
        ]);
  const around = (pads: readonly number[]): number[] =>
    pads.map((length, i) => extent(window, i) - 1 - length);
  return graph.add('Conv', [dy, swapBatchAndChannels(graph, mirrored)], {
    ...windowToAttributes({
      ...window,
      begins: around(window.begins),
      ends: around(window.ends),
    }),
  });
}

/** ∂E/∂W of `dy = Conv(x, W)`: samples are summed like channels, the output plays the filter. */
export function filterGradient(
  graph: GraphBuilder,
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
    Math.max(0, (outputs[i]! - 1) * strides[i]! + extent(window, i) - lengths[i]! - begins[i]!),
  );
  const result = graph.add(
    'Conv',
    [channelsAsBatch(graph, x, group), swapBatchAndChannels(graph, dy)],
    {
      ...windowToAttributes({
        kernel: outputs,
        strides: dilations,
        dilations: strides,
        begins,
        ends,
      }),
      group,
    },
  );
  const filters = swapBatchAndChannels(graph, result);
  return slice(
    graph,
    filters,
    kernel.map(() => 0),
    kernel,
  );
}

/** [N, g·C, …] as [C, g·N, …]: the channels within a group become samples. */
function channelsAsBatch(graph: GraphBuilder, x: Value, group: number): Value {
  if (group === 1) return swapBatchAndChannels(graph, x);
  const [samples, channels, ...lengths] = x.type.shape as [number, number, ...number[]];
  const inGroup = channels / group;
  const split = reshape(graph, x, [samples, group, inGroup, ...lengths]);
  const moved = transpose(graph, split, [2, 1, 0, ...range(3, lengths.length + 3)]);
  return reshape(graph, moved, [inGroup, product([group, samples]), ...lengths]);
}
