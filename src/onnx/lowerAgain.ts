import { numberOf } from '../graph/attributes';
import type { Graph, GraphBuilder } from '../graph/builder';
import { constantNumbers } from '../graph/constants';
import type { Dimension, GraphNode, Value } from '../graph/graph';
import { formatShape, sameShape } from '../graph/shapes';
import { ModelError } from './error';

/**
 * Adds a graph's nodes to another graph with other inputs, whose batch may differ. In a model made for one batch size
 * every tensor that depends on an input must keep the samples on its first axis.
 */
export function lowerAgain(
  source: Graph,
  target: GraphBuilder,
  inputs: ReadonlyMap<Value, Value>,
  parameters: ReadonlyMap<Value, Value>,
): Map<string, Value> {
  const values = new Map<Value, Value>([...inputs, ...parameters]);
  const samples = new Set<Value>(inputs.keys());
  const old = [...inputs.keys()][0]?.type.shape[0];
  const batch = [...inputs.values()][0]?.type.shape[0];
  for (const constant of source.constants) {
    const { data, type, name } = constant;
    const shape = type.shape as readonly number[];
    values.set(constant, target.constant(data!, shape, undefined, name.split('#')[0]));
  }
  for (const node of source.nodes) {
    const dependent = node.inputs.some((input) => input && samples.has(input));
    const fixed = dependent && typeof old === 'number';
    const given = node.inputs.map((input) => input && values.get(input));
    const changed = fixed ? freeReshape(target, node, given, old) : given;
    const outputs = target.addAll(node.operator.name, changed, node.attributes);
    node.outputs.forEach((output, i) => {
      if (dependent) samples.add(output);
      if (fixed) expectSamples(node, output.type.shape, outputs[i].type.shape, old, batch);
      values.set(output, outputs[i]);
    });
  }
  return new Map(source.outputs.map(({ name, value }) => [name, values.get(value)!]));
}

/** A `Reshape` to a constant shape with the old batch takes the batch of its input instead: length 0. */
function freeReshape(
  target: GraphBuilder,
  { operator, inputs, attributes }: GraphNode,
  given: readonly (Value | undefined)[],
  old: number,
): readonly (Value | undefined)[] {
  const [first, ...rest] = constantNumbers(inputs[1]) ?? [];
  if (operator.name !== 'Reshape' || (first !== old && first !== -1)) return given;
  if (numberOf(attributes, 'allowzero', 0) !== 0) return given;
  return [given[0], target.ints([0, ...rest])];
}

/** Operators that keep shapes and work along one axis: an attribute with its default, or the second input. */
const along: Readonly<Record<string, number>> = {
  Softmax: -1,
  LogSoftmax: -1,
  LayerNormalization: -1,
  CumSum: 0,
};

function worksAlongSamples({ operator, inputs, attributes }: GraphNode, rank: number): boolean {
  if (!(operator.name in along)) return false;
  const [given] = constantNumbers(inputs[1]) ?? [];
  const axis =
    operator.name === 'CumSum' ? given : numberOf(attributes, 'axis', along[operator.name]);
  return axis === 0 || axis === -rank;
}

function expectSamples(
  node: GraphNode,
  was: readonly Dimension[],
  is: readonly Dimension[],
  old: number,
  batch: Dimension,
): void {
  const kept = was.length > 0 && was[0] === old && sameShape(is, was.with(0, batch));
  if (kept && !worksAlongSamples(node, was.length)) return;
  const { operator, outputs } = node;
  const text = `${operator.name} '${outputs[0].name}' makes ${formatShape(was)} of a batch of ${old}`;
  const problem = `and ${formatShape(is)} of ${batch}: it mixes samples`;
  throw new ModelError('batch', `${text} ${problem}; export it with a batch axis of any length`);
}
