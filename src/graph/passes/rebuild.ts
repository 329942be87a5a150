import { GraphBuilder, type Graph } from '../builder';
import type { GraphNode, Value } from '../graph';
import { removeDeadCode } from './removeDeadCode';

/** What a node's outputs are computed with instead; its inputs are those in the new graph. */
export type Replacement = (
  builder: GraphBuilder,
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
) => readonly Value[] | undefined;

/** Writes a graph anew, node by node, and drops what nothing needs any more. */
export function rebuildGraph(graph: Graph, replace: Replacement): Graph {
  const builder = new GraphBuilder();
  const values = new Map<Value, Value>();
  for (const input of graph.inputs) {
    values.set(input, builder.input(input.name, input.type.dataType, input.type.shape));
  }
  for (const constant of graph.constants) {
    const shape = constant.type.shape as readonly number[];
    values.set(constant, builder.constant(constant.data!, shape));
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => input && values.get(input));
    const outputs = builder.within(
      node.origin,
      () =>
        replace(builder, node, inputs) ?? builder.addAll(node.operator, inputs, node.attributes),
    );
    node.outputs.forEach((output, i) => values.set(output, outputs[i]));
  }
  for (const { name, value } of graph.outputs) builder.output(name, values.get(value)!);
  return removeDeadCode(builder.build());
}
