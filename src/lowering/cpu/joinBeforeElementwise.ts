import type { Graph, GraphBuilder } from '../../graph/builder';
import type { GraphNode, Value } from '../../graph/graph';
import { numberOf } from '../../graph/attributes';
import { reshape } from '../../graph/layout';
import { product, sameShape } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';
import { shareCommonSubexpressions } from '../../graph/passes/shareCommonSubexpressions';

/**
 * Joined results of the same element-wise operator are that operator's result for joined operands: [f(a), f(b)] = f([a, b]),
 * and joining all parts of what was split gives what was split. The update of many small parameters becomes one of a vector.
 */
export const joinBeforeElementwise = (graph: Graph): Graph => {
  const rewritten = rebuildGraph(graph, (builder, node, inputs) => {
    const vectors = inputs.length > 1 && inputs.every((input) => input?.type.shape.length === 1);
    if (node.operator.name !== 'Concat' || !vectors) return undefined;
    return [joined(builder, (inputs as readonly Value[]).map(unshaped))];
  });
  return shareCommonSubexpressions(rewritten);
};

/** The tensor whose elements, in their order, a vector has. */
const unshaped = (value: Value): Value =>
  value.producer?.operator.name === 'Reshape' ? value.producer.inputs[0]! : value;

/** A vector of the elements of all parts. */
function joined(builder: GraphBuilder, parts: readonly Value[]): Value {
  const whole = splitInto(parts.map(unshaped));
  if (whole) return whole;
  const nodes = parts.map((part) => part.producer);
  const [first] = nodes;
  if (first?.operator.elementwise && nodes.every((node) => node && alike(node, first))) {
    const operands = first.inputs.map((_, i) => operand(nodes as readonly GraphNode[], i));
    if (operands.every((found) => found !== undefined)) {
      const inputs = operands.map((found) =>
        found === 'none' ? undefined : 'type' in found ? found : joined(builder, found),
      );
      return builder.apply(first.operator, inputs, first.attributes);
    }
  }
  const vector = (part: Value): Value => reshape(builder, part, [product(part.type.shape)]);
  return builder.concat(parts.map(vector), { axis: 0 });
}

const alike = (a: GraphNode, b: GraphNode): boolean =>
  a.operator === b.operator &&
  a.inputs.length === b.inputs.length &&
  JSON.stringify(a.attributes) === JSON.stringify(b.attributes);

/** An operand of all nodes: one scalar, or for each node a tensor shaped as its result; undefined where it is neither. */
function operand(
  nodes: readonly GraphNode[],
  index: number,
): Value | readonly Value[] | 'none' | undefined {
  const values = nodes.map(({ inputs }) => inputs[index]);
  if (values.every((value) => value === undefined)) return 'none';
  const [scalar] = values;
  if (scalar?.type.shape.length === 0 && values.every((value) => value === scalar)) return scalar;
  const full = values.every(
    (value, i) =>
      value !== undefined && sameShape(value.type.shape, nodes[i].outputs[0].type.shape),
  );
  return full ? (values as readonly Value[]) : undefined;
}

/** The vector of which these are all parts, in their order. */
function splitInto(parts: readonly Value[]): Value | undefined {
  const { producer } = parts[0];
  if (producer?.operator.name !== 'Split' || numberOf(producer.attributes, 'axis', 0) !== 0) {
    return undefined;
  }
  const same = producer.outputs.every((output, i) => output === parts[i]);
  return same && producer.outputs.length === parts.length ? producer.inputs[0] : undefined;
}
