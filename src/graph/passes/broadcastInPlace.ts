import type { Graph } from '../builder';
import type { GraphNode, Value } from '../graph';
import { sameShape } from '../shapes';
import { rewriteGraph } from './rewrite';

/** Lets element-wise operators broadcast by themselves where `Expand` made a copy for them. */
export function broadcastInPlace(graph: Graph): Graph {
  return rewriteGraph(graph, (node) => {
    if (!node.operator.elementwise) return undefined;
    const index = node.inputs.findIndex((_, i) => expandedFor(node, i));
    if (index < 0) return undefined;
    return node.inputs.with(index, node.inputs[index]!.producer!.inputs[0]);
  });
}

/** Whether an input is the output of `Expand` and another input has the full shape anyway. */
function expandedFor({ inputs, outputs }: GraphNode, index: number): boolean {
  const full = (value: Value | undefined): boolean =>
    value !== undefined && sameShape(value.type.shape, outputs[0].type.shape);
  return (
    inputs[index]?.producer?.operator.name === 'Expand' &&
    inputs.some((other, i) => i !== index && full(other))
  );
}
