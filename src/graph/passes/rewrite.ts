import type { Graph } from '../builder';
import type { GraphNode, Value } from '../graph';

/** A node whose outputs are those of an existing value instead, or which reads other inputs, or stays. */
export type Rewrite = (node: GraphNode) => Value | readonly (Value | undefined)[] | undefined;

/**
 * Copies a graph node by node. `rewrite` sees each node with its inputs already replaced and may give a value to use
 * instead of its (only) output, or other inputs; constants it makes are added.
 */
export function rewriteGraph(graph: Graph, rewrite: Rewrite): Graph {
  const replaced = new Map<Value, Value>();
  const constants = new Set(graph.constants);
  const current = (value: Value): Value => replaced.get(value) ?? value;
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => input && current(input));
    const moved = inputs.some((input, i) => input !== node.inputs[i]);
    const result = rewrite(moved ? { ...node, inputs } : node);
    if (result && 'type' in result) {
      if (result.data) constants.add(result);
      replaced.set(node.outputs[0], current(result));
    } else if (result || moved) {
      nodes.push(copyNode(node, result ?? inputs, replaced));
    } else {
      nodes.push(node);
    }
  }
  return {
    inputs: graph.inputs,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: current(value) })),
    nodes,
    constants: [...constants],
  };
}

/** Values know the node that makes them, so a changed node has new outputs. */
function copyNode(
  node: GraphNode,
  inputs: GraphNode['inputs'],
  replaced: Map<Value, Value>,
): GraphNode {
  const outputs: Value[] = [];
  const copy: GraphNode = { ...node, inputs, outputs };
  for (const { name, type } of node.outputs) outputs.push({ name, type, producer: copy });
  node.outputs.forEach((output, i) => replaced.set(output, outputs[i]));
  return copy;
}
