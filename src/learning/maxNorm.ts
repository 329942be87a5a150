import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { ParameterSpec } from '../network/parameters';
import { elements } from '../shape/elements';

/** How many of the last axes hold the incoming weights of one unit; 0 where units share them otherwise. */
function incomingAxes({ shape, fanIn, penalized, rowless }: ParameterSpec): number {
  if (!penalized || rowless) return 0;
  const axes = shape.map((_, index) => index + 1);
  return axes.find((count) => elements(shape.slice(-count)) === fanIn) ?? 0;
}

/** Weights with each unit's incoming ones scaled back to a norm of at most `bound`: Srivastava et al. (2014). */
export function withinNorm(
  graph: GraphBuilder,
  weight: Value,
  spec: ParameterSpec,
  bound: number,
): Value {
  const count = incomingAxes(spec);
  if (count === 0) return weight;
  const a = new Arithmetic(graph);
  const rows = graph.reshape(weight, [-1, spec.fanIn]);
  const norm = graph.reduceL2(rows, { axes: [1], keepdims: 1 });
  const scaled = a.mul(rows, a.div(bound, a.max(norm, bound)));
  return graph.reshape(scaled, spec.shape);
}
