import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

/** The chance that the greatest of a row's scores, or one picked of those that share it, is that of its class: [M]. */
export function bestIsRight(graph: GraphBuilder, scores: Value, wanted: Value): Value {
  const greatest = graph.reduceMax(scores, { axes: [1], keepdims: 1 });
  const isGreatest = graph.cast(graph.equal(scores, greatest), { to: 1 });
  const axis = graph.ints([1]);
  const right = graph.reduceSum(graph.mul(isGreatest, wanted), { axes: axis, keepdims: 0 });
  const tied = graph.reduceSum(isGreatest, { axes: axis, keepdims: 0 });
  return graph.div(right, graph.max([tied, 1]));
}
