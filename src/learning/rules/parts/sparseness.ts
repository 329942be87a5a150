import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { elements } from '../../../shape/elements';

/** Hoyer's sparsity of each sample's numbers, [N, …], summed over the samples; a sample of zeros counts as 0. */
export function sparseness(graph: GraphBuilder, x: Value): Value {
  const a = new Arithmetic(graph);
  const shape = x.type.shape.slice(1).map(Number);
  const axes = shape.map((_, i) => i + 1);
  const root = Math.sqrt(elements(shape));
  const length = graph.sqrt(a.sum(a.square(x), axes));
  const isZero = a.equal(length, 0);
  const ratio = a.div(a.sum(graph.abs(x), axes), a.add(length, isZero));
  const few = a.sub(root, a.add(ratio, a.mul(isZero, root)));
  return a.mul(a.sum(few), 1 / Math.max(root - 1, 1e-6));
}
