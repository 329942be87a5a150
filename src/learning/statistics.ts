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
  const numbers = flat(graph, x);
  const average = (value: Value) => graph.add('ReduceMean', [value], { axes: [0], keepdims: 0 });
  const mean = average(numbers);
  const centered = graph.add('Sub', [numbers, mean]);
  const isZero = graph.add('Equal', [numbers, graph.scalar(0)]);
  return {
    mean,
    deviation: graph.add('Sqrt', [average(graph.add('Mul', [centered, centered]))]),
    zeros: average(graph.add('Cast', [isZero], { to: 1 })),
  };
}
