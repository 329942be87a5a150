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
  const inputs = graph.inputs.map((input) => {
    const { dataType, shape } = input.type;
    return [input, builder.input(input.name, dataType, shape)] as const;
  });
  const values = copyNodes(builder, graph, new Map(inputs), replace);
  for (const { name, value } of graph.outputs) builder.output(name, values.get(value)!);
  return removeDeadCode(builder.build());
}

/** Adds a graph's constants to another; gives what became of each. */
export const copyConstants = (builder: GraphBuilder, graph: Graph): ReadonlyMap<Value, Value> =>
  new Map(
    graph.constants.map((constant) => {
      const shape = constant.type.shape as readonly number[];
      return [constant, builder.constant(constant.data!, shape)];
    }),
  );

/** Adds a graph's nodes to another, where its inputs are known; gives what became of each value. */
export function copyNodes(
  builder: GraphBuilder,
  graph: Graph,
  inputs: ReadonlyMap<Value, Value>,
  replace: Replacement = () => undefined,
  constants = copyConstants(builder, graph),
): ReadonlyMap<Value, Value> {
  const values = new Map([...constants, ...inputs]);
  for (const node of graph.nodes) {
    const given = node.inputs.map((input) => input && values.get(input));
    const outputs = builder.within(
      node.origin,
      () =>
        replace(builder, node, given) ?? builder.applyAll(node.operator, given, node.attributes),
    );
    node.outputs.forEach((output, i) => values.set(output, outputs[i]));
  }
  return values;
}
