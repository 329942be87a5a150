import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';

/** Weights of a window by the distance from its centre; they sum to 1. */
export function windowWeights(
  [height, width]: readonly [number, number],
  falloff: (down: number, right: number) => number,
): Float32Array {
  const weights = new Float32Array(height * width);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      weights[i * width + j] = falloff(i - (height - 1) / 2, j - (width - 1) / 2);
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The weighted mean over the window around each place of each channel; what padding adds counts as zero. */
export function windowMean(
  graph: GraphBuilder,
  x: Value,
  kernel: readonly [number, number],
  weights: Float32Array,
  placement: { readonly pads: readonly number[]; readonly strides?: readonly number[] },
): Value {
  const channels = x.type.shape[1] as number;
  const filters = new Float32Array(channels * weights.length);
  for (let channel = 0; channel < channels; channel++)
    filters.set(weights, channel * weights.length);
  return graph.conv(x, graph.constant(filters, [channels, 1, ...kernel]), {
    kernel_shape: kernel,
    group: channels,
    ...placement,
  });
}

/** The mean over all channels: [N, 1, height, width]. */
export const channelsMean = (graph: GraphBuilder, x: Value): Value =>
  graph.reduceMean(x, { axes: [1], keepdims: 1 });
