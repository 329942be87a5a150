import type { Graph } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { numberOf } from '../../graph/attributes';
import { reshape, transpose } from '../../graph/layout';
import { isStatic } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';
import { swappedAxes } from './patterns';

/** Parts the samples are divided into: a fixed number, so that results do not depend on the processor's threads. */
const parts = 8;

/**
 * The gradient of few filters sums over so many samples and pixels in one long product that only one thread has work: parts
 * of the samples become groups of a convolution, whose results are added.
 */
export const splitFilterGradients = (graph: Graph, block?: number): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, inputs) => {
    if (operator.name !== 'Conv' || inputs.length > 2 || numberOf(attributes, 'group', 1) !== 1) {
      return undefined;
    }
    const [xt, dyt] = inputs as [Value, Value];
    const dy = swappedAxes(dyt);
    if (!dy || !swappedAxes(xt) || !isStatic(dy.type.shape) || dy.type.shape.length !== 4) {
      return undefined;
    }
    const [samples, outputs, height, width] = dy.type.shape;
    if (samples % parts !== 0 || outputs % (block ?? parts) === 0) return undefined;
    const pixels = height * width;
    const split = reshape(builder, dy, [parts, samples / parts, outputs, pixels]);
    const filters = reshape(builder, transpose(builder, split, [0, 2, 1, 3]), [
      parts * outputs,
      samples / parts,
      height,
      width,
    ]);
    const partial = builder.conv(xt, filters, { ...attributes, group: parts });
    const [channels, , ...kernel] = partial.type.shape as number[];
    const apart = reshape(builder, partial, [channels, parts, outputs, ...kernel]);
    return [builder.reduceSum(apart, { axes: [1], keepdims: 0 })];
  });
