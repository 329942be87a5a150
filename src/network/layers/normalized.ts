import { Arithmetic } from '../../graph/arithmetic';
import type { Value } from '../../graph/graph';
import type { GraphBuilder } from '../../graph/builder';

/** $(x - \mu) / \sqrt{\sigma^2 + \epsilon}$ with the mean and the variance over some axes. */
export function normalized(
  graph: GraphBuilder,
  x: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const a = new Arithmetic(graph);
  const centred = a.sub(x, a.mean(x, [...axes], true));
  const variance = a.mean(a.square(centred), [...axes], true);
  return a.div(centred, graph.sqrt(a.add(variance, epsilon)));
}
