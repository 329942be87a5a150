import type { GraphWriter } from '../../graph/operator';
import type { Attributes, Value } from '../../graph/graph';
import { numberOf, numbersOf } from '../../graph/attributes';
import { extent, spatialLengths, windowOf } from '../../graph/operators/window';
import { pad, reshape, sliceAxis, transpose } from '../../graph/layout';
import { product, range } from '../../graph/shapes';

/**
 * A transposed convolution as a convolution: zeros between the elements, rotated filters with channels swapped
 * (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, section 4).
 */
export function spreadConvolution(
  graph: GraphWriter,
  [x, filters, bias]: readonly Value[],
  attributes: Attributes,
): Value {
  const lengths = spatialLengths('ConvTranspose', x.type.shape);
  const kernel = spatialLengths('ConvTranspose', filters.type.shape);
  const window = windowOf('ConvTranspose', attributes, lengths, kernel);
  const extra = numbersOf(attributes, 'output_padding') ?? lengths.map(() => 0);
  const group = numberOf(attributes, 'group', 1);
  const reach = lengths.map((_, i) => extent(window, i) - 1);
  const spread = lengths.reduce((y, _, i) => spreadAxis(graph, y, 2 + i, window.strides[i]), x);
  const padded = pad(
    graph,
    spread,
    reach.map((length, i) => length - window.begins[i]),
    // The zeros behind the last element are part of the padding.
    reach.map((length, i) => length - window.ends[i] + extra[i] - (window.strides[i] - 1)),
  );
  const rotated = rotateFilters(graph, swapChannels(graph, filters, group), kernel.length);
  return splitConvolution(graph, bias ? [padded, rotated, bias] : [padded, rotated], {
    kernel_shape: kernel,
    dilations: window.dilations,
    group,
  });
}

/** A convolution in groups as one for each group. */
export function splitConvolution(
  graph: GraphWriter,
  [x, filters, bias]: readonly Value[],
  attributes: Attributes,
): Value {
  const group = numberOf(attributes, 'group', 1);
  const [outputs, inputs] = filters.type.shape as readonly number[];
  const each = outputs / group;
  const parts = range(0, group).map((i) => {
    return graph.conv(
      sliceAxis(graph, x, 1, i * inputs, inputs),
      sliceAxis(graph, filters, 0, i * each, each),
      { ...attributes, bias: bias && sliceAxis(graph, bias, 0, i * each, each), group: 1 },
    );
  });
  return parts.length === 1 ? parts[0] : graph.concat(parts, { axis: 1 });
}

/** Each element of an axis with `stride - 1` zeros behind it. */
function spreadAxis(graph: GraphWriter, x: Value, axis: number, stride: number): Value {
  if (stride === 1) return x;
  const { shape } = x.type;
  const behind = shape.slice(axis + 1);
  const apart = reshape(graph, x, [...shape.slice(0, axis + 1), 1, ...behind]);
  const none = behind.map(() => 0);
  const spread = pad(graph, apart, [0, ...none], [stride - 1, ...none]);
  return reshape(graph, spread, [
    ...shape.slice(0, axis),
    product([shape[axis], stride]),
    ...behind,
  ]);
}

/** Filters [g·C, M, …] as [g·M, C, …]. */
function swapChannels(graph: GraphWriter, filters: Value, group: number): Value {
  const [inputs, outputs, ...kernel] = filters.type.shape as [number, number, ...number[]];
  const split = reshape(graph, filters, [group, inputs / group, outputs, ...kernel]);
  const moved = transpose(graph, split, [0, 2, 1, ...range(3, 3 + kernel.length)]);
  return reshape(graph, moved, [group * outputs, inputs / group, ...kernel]);
}

/** The last `count` axes from end to start. */
function rotateFilters(graph: GraphWriter, x: Value, count: number): Value {
  const rank = x.type.shape.length;
  const axes = range(rank - count, rank).filter((axis) => x.type.shape[axis] !== 1);
  if (axes.length === 0) return x;
  const last = axes.map(() => -1);
  const beforeFirst = axes.map((axis) => -Number(x.type.shape[axis]) - 1);
  return graph.slice(x, last, beforeFirst, { axes, steps: last });
}
