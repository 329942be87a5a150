import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { sliceAxis } from '../graph/layout';
import { product, range } from '../graph/shapes';

const flat = (graph: GraphBuilder, x: Value): Value => graph.reshape(x, [-1]);

/** ‖x‖₂ over all elements, shape [1]. */
export function norm(graph: GraphBuilder, x: Value): Value {
  const layer = x.producer?.origin?.layer;
  return graph.within({ ...(layer !== undefined && { layer }) }, () =>
    graph.reduceL2(flat(graph, x), { axes: [0], keepdims: 1 }),
  );
}

/** ‖x‖₂ of each tensor, as one vector; zero for one that is absent because no gradient reaches it. */
export function norms(graph: GraphBuilder, tensors: readonly (Value | undefined)[]): Value {
  const zero = () => graph.constant(Float32Array.of(0), [1], 'zero[1]');
  const parts = tensors.map((tensor) => (tensor ? norm(graph, tensor) : zero()));
  return graph.concat(parts, { axis: 0 });
}

/** ‖x‖₂ over all elements, a scalar; zero for an absent tensor. */
export function scalarNorm(graph: GraphBuilder, x: Value | undefined): Value {
  if (!x) return graph.scalar(0);
  return graph.reduceL2(flat(graph, x), { axes: [0], keepdims: 0 });
}

/** In how many samples zeros are counted while a network trains: it takes three passes over what is counted. */
export const watchedSamples = 16;

/**
 * Mean and standard deviation over all elements, and the fraction of exact zeros, as scalars. Where zeros are counted in some
 * samples only, the deviation is √(E[x²] − E[x]²): that reads the tensor once and is right to about 0.03 % of the mean.
 */
export function moments(
  graph: GraphBuilder,
  x: Value,
  samples = Infinity,
): { mean: Value; deviation: Value; zeros: Value } {
  const a = new Arithmetic(graph);
  const { shape } = x.type;
  const mean = average(graph, x);
  const variance = (): Value => {
    if (samples === Infinity) return average(graph, a.square(a.sub(x, mean)));
    const norm = graph.reduceL2(x, { axes: range(0, shape.length), keepdims: 0 });
    const root = a.mul(norm, 1 / Math.sqrt(Number(product(shape))));
    return a.sub(a.square(root), a.square(mean));
  };
  const counted = sliceAxis(graph, x, 0, 0, Math.min(Number(shape[0]), samples));
  const isZero = graph.equal(counted, 0);
  return {
    mean,
    deviation: graph.sqrt(a.max(variance(), 0)),
    zeros: average(graph, graph.cast(isZero, { to: 1 })),
  };
}

/**
 * The mean over all elements, a scalar: first over each sample's features or each map's pixels, which are many sums for many
 * threads, then of those.
 */
function average(graph: GraphBuilder, x: Value): Value {
  const axes = range(0, x.type.shape.length);
  const first = axes.length > 2 ? 2 : 1;
  const parts = axes.length < 2 ? x : graph.reduceMean(x, { axes: axes.slice(first), keepdims: 0 });
  return graph.reduceMean(parts, { axes: axes.slice(0, first), keepdims: 0 });
}
