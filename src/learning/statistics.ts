import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

const flat = (graph: GraphBuilder, x: Value): Value => graph.add('Reshape', [x, graph.ints([-1])]);

/** ‖x‖₂ over all elements, shape [1]. */
function norm(graph: GraphBuilder, x: Value): Value {
  const layer = x.producer?.origin?.layer;
  return graph.within({ ...(layer !== undefined && { layer }) }, () =>
    graph.add('ReduceL2', [flat(graph, x)], { axes: [0], keepdims: 1 }),
  );
}

/** ‖x‖₂ of each tensor, as one vector; zero for one that is absent because no gradient reaches it. */
export function norms(graph: GraphBuilder, tensors: readonly (Value | undefined)[]): Value {
  const zero = () => graph.constant(Float32Array.of(0), [1], 'zero[1]');
  const parts = tensors.map((tensor) => (tensor ? norm(graph, tensor) : zero()));
  return graph.add('Concat', parts, { axis: 0 });
}

/** ‖x‖₂ over all elements, a scalar; zero for an absent tensor. */
export function scalarNorm(graph: GraphBuilder, x: Value | undefined): Value {
  if (!x) return graph.scalar(0);
  return graph.add('ReduceL2', [flat(graph, x)], { axes: [0], keepdims: 0 });
}

/** Mean, standard deviation and the fraction of exact zeros over all elements, as scalars. */
export function moments(
  graph: GraphBuilder,
  x: Value,
): { mean: Value; deviation: Value; zeros: Value } {
  const mean = average(graph, x);
  const centered = graph.add('Sub', [x, mean]);
  const isZero = graph.add('Equal', [x, graph.scalar(0)]);
  return {
    mean,
    deviation: graph.add('Sqrt', [average(graph, graph.add('Mul', [centered, centered]))]),
    zeros: average(graph, graph.add('Cast', [isZero], { to: 1 })),
  };
}

/**
 * The mean over all elements, a scalar: first over each sample's features or each map's pixels, which are many sums for many
 * threads, then of those.
 */
function average(graph: GraphBuilder, x: Value): Value {
  const axes = x.type.shape.map((_, axis) => axis);
  const first = axes.length > 2 ? 2 : 1;
  const parts =
    axes.length < 2 ? x : graph.add('ReduceMean', [x], { axes: axes.slice(first), keepdims: 0 });
  return graph.add('ReduceMean', [parts], { axes: axes.slice(0, first), keepdims: 0 });
}
