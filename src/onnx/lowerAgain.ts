import type { Graph, GraphBuilder } from '../graph/builder';
import type { GraphNode, Value } from '../graph/graph';

/** The values that depend on an input, inputs included. */
export function dependentOn(inputs: Iterable<Value>, { nodes }: Graph): Set<Value> {
  const values = new Set(inputs);
  for (const node of nodes) {
    if (!node.inputs.some((input) => input && values.has(input))) continue;
    node.outputs.forEach((output) => values.add(output));
  }
  return values;
}

/** Adds a graph's nodes to another graph with other inputs; gives each value's new one. */
export function lowerAgain(
  source: Graph,
  target: GraphBuilder,
  inputs: ReadonlyMap<Value, Value>,
): ReadonlyMap<Value, Value> {
  const values = new Map(inputs);
  for (const constant of source.constants) values.set(constant, constantAgain(target, constant));
  for (const node of source.nodes) {
    const given = node.inputs.map((input) => input && values.get(input));
    const outputs = nodeAgain(target, node, given);
    node.outputs.forEach((output, i) => values.set(output, outputs[i]));
  }
  return values;
}

export const constantAgain = (target: GraphBuilder, { data, type, name }: Value): Value =>
  target.constant(data!, type.shape as readonly number[], undefined, name.split('#')[0]);

export const nodeAgain = (
  target: GraphBuilder,
  { operator, attributes }: GraphNode,
  given: readonly (Value | undefined)[],
): readonly Value[] => target.applyAll(operator, given, attributes);
