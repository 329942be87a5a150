import { numberOf } from '../graph/attributes';
import type { Graph, GraphBuilder } from '../graph/builder';
import { constantNumbers } from '../graph/constants';
import type { Dimension, GraphNode, Value } from '../graph/graph';
import { sameShape } from '../graph/shapes';
import { formatShape } from '../text/numbers';
import { ModelError } from './modelError';

/** How the batch of a graph's inputs changes when its nodes are added again. */
export interface BatchChange {
  readonly old: Dimension | undefined;
  readonly now: Dimension | undefined;
  /** The values that depend on an input: in a model made for one batch size they keep the samples on their first axis. */
  readonly samples: ReadonlySet<Value>;
}

/** The values that depend on an input, inputs included. */
export function dependentOn(inputs: Iterable<Value>, { nodes }: Graph): Set<Value> {
  const values = new Set(inputs);
  for (const node of nodes) {
    if (!node.inputs.some((input) => input && values.has(input))) continue;
    node.outputs.forEach((output) => values.add(output));
  }
  return values;
}

/** Adds a graph's nodes to another graph with other inputs, whose batch may differ; gives each value's new one. */
export function lowerAgain(
  source: Graph,
  target: GraphBuilder,
  inputs: ReadonlyMap<Value, Value>,
  parameters: ReadonlyMap<Value, Value>,
): ReadonlyMap<Value, Value> {
  const values = new Map<Value, Value>([...inputs, ...parameters]);
  const [[old, now] = []] = inputs;
  const batch: BatchChange = {
    old: old?.type.shape[0],
    now: now?.type.shape[0],
    samples: dependentOn(inputs.keys(), source),
  };
  for (const constant of source.constants) values.set(constant, constantAgain(target, constant));
  for (const node of source.nodes) {
    const given = node.inputs.map((input) => input && values.get(input));
    const outputs = nodeAgain(target, node, given, batch);
    node.outputs.forEach((output, i) => values.set(output, outputs[i]));
  }
  return values;
}

export const constantAgain = (target: GraphBuilder, { data, type, name }: Value): Value =>
  target.constant(data!, type.shape as readonly number[], undefined, name.split('#')[0]);

/** Adds one node to another graph. Throws `ModelError` when it mixes the samples of a model made for one batch size. */
export function nodeAgain(
  target: GraphBuilder,
  node: GraphNode,
  given: readonly (Value | undefined)[],
  { old, now, samples }: BatchChange,
): readonly Value[] {
  const { operator, attributes, outputs: before } = node;
  if (typeof old !== 'number' || !samples.has(before[0])) {
    return target.applyAll(operator, given, attributes);
  }
  const outputs = target.applyAll(operator, freeShape(target, node, given, old), attributes);
  before.forEach((output, i) =>
    expectSamples(node, output.type.shape, outputs[i].type.shape, old, now!),
  );
  return outputs;
}

/** `Reshape` and `Expand` to a constant shape with the old batch take the batch of their input instead. */
function freeShape(
  target: GraphBuilder,
  { operator, inputs, attributes }: GraphNode,
  given: readonly (Value | undefined)[],
  old: number,
): readonly (Value | undefined)[] {
  const [first, ...rest] = constantNumbers(inputs[1]) ?? [];
  const to = (length: number) => [given[0], target.ints([length, ...rest])];
  switch (operator.name) {
    case 'Reshape':
      if ((first !== old && first !== -1) || numberOf(attributes, 'allowzero', 0) !== 0)
        return given;
      return to(0);
    case 'Expand': {
      const { shape } = inputs[0]!.type;
      return shape.length === rest.length + 1 && shape[0] === old && first === old ? to(1) : given;
    }
    default:
      return given;
  }
}

function worksAlongSamples(node: GraphNode, rank: number): boolean {
  const axis = node.operator.alongAxis?.(node);
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
  const text = `${operator.name} '${outputs[0].name}' turns a batch of ${old} into ${formatShape(was)}`;
  const problem = `and one of ${batch} into ${formatShape(is)}: it mixes samples`;
  throw new ModelError('batch', `${text} ${problem}; export it with a batch axis of any length`);
}
