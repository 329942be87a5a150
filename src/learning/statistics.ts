import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { range } from '../graph/shapes';

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

/**
 * The mean over all elements, a scalar: first over each sample's features or each map's pixels, which are many sums for many
 * threads, then of those.
 */
export function average(graph: GraphBuilder, x: Value): Value {
  const axes = range(0, x.type.shape.length);
  const first = axes.length > 2 ? 2 : 1;
  const parts = axes.length < 2 ? x : graph.reduceMean(x, { axes: axes.slice(first), keepdims: 0 });
  return graph.reduceMean(parts, { axes: axes.slice(0, first), keepdims: 0 });
}
