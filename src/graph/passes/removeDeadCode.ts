import type { Graph } from '../builder';
import type { GraphNode, Value } from '../graph';

/** Drops nodes and constants that no output depends on; inputs stay, they are the graph's interface. */
export function removeDeadCode(graph: Graph): Graph {
  const used = new Set<Value>(graph.outputs.map(({ value }) => value));
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => used.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) if (input) used.add(input);
  }
  return {
    ...graph,
    nodes: nodes.reverse(),
    constants: graph.constants.filter((constant) => used.has(constant)),
  };
}
