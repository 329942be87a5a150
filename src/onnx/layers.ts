import { GraphBuilder } from '../graph/builder';
import { multiplyAdds } from '../graph/cost';
import type { Family } from '../graph/family';
import type { Dimension, GraphNode, Value } from '../graph/graph';
import { numberOf } from '../graph/attributes';
import { quotient } from '../graph/shapes';
import { elementType } from '../graph/dataTypes';
import { familyOf } from './families';
import { constantAgain, dependentOn, lowerAgain, nodeAgain } from './lowerAgain';
import type { Model, ModelNode } from './model';

/** A node of a model with whatever it needs besides other layers: weights in their form, constants. */
export interface OnnxLayer {
  /** Name of its node. */
  readonly name: string;
  readonly operator: string;
  readonly family: Family;
  /** Attributes as the file has them, but for tensors and values that say nothing. */
  readonly attributes: Readonly<
    Record<string, number | string | readonly number[] | readonly string[]>
  >;
  /** Name of its output. */
  readonly tensor: string;
  /** The tensors of other layers, or of the model's input, that it reads. */
  readonly inputs: readonly string[];
  readonly parameters: readonly string[];
  /** Without the batch axis. */
  readonly shape: readonly number[];
  readonly multiplyAdds: number;
  /** The catalogue's name of what it does when it does nothing else. */
  readonly activation?: 'softmax' | 'logistic';
  build(graph: GraphBuilder, inputs: readonly Value[], parameter: (name: string) => Value): Value;
}

const batch = 'N';

/**
 * A model's nodes as layers for samples of a shape. A layer has one float32 output with the samples on its first axis;
 * nodes that give something else (lengths, masks, another form of a weight) belong to the layers that read it.
 */
export function layersOf(model: Model, shape: readonly number[]): readonly OnnxLayer[] {
  const { graph, weights, tensors, nodes } = model;
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  const scratch = new GraphBuilder();
  const again = (value: Value, lengths: readonly Dimension[]): [Value, Value] => [
    value,
    scratch.input(value.name, value.type.dataType, lengths),
  ];
  const lowered = lowerAgain(
    graph,
    scratch,
    new Map(
      graph.inputs.map((value) =>
        again(value, weights.has(value.name) ? value.type.shape : [batch, ...shape]),
      ),
    ),
  );
  const samples = dependentOn(inputs, graph);
  const names = new Map(inputs.map((value) => [value, value.name]));
  const found: { readonly node: ModelNode; readonly tensor: string; readonly value: Value }[] = [];
  for (const node of nodes) {
    for (const tensor of node.outputs) {
      const value = tensors.get(tensor);
      if (!value || !samples.has(value) || names.has(value)) continue;
      if (!sampleShape(lowered.get(value))) continue;
      names.set(value, tensor);
      found.push({ node, tensor, value });
    }
  }
  const makers = new Map(
    nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  const layers = new Set(names.values());
  const recurrent = found.map(({ node }) => recurrentWithin(node, makers, layers));
  return found.map(({ node: last, tensor, value }, i): OnnxLayer => {
    const within = recurrent[i];
    const isOnly = within && recurrent.filter((other) => other === within).length === 1;
    const node = isOnly ? within : last;
    const part = partOf(value, names);
    const lengths = sampleShape(lowered.get(value))!;
    const reads = part.reads.map((read) => names.get(read)!);
    const alone = reads.length === 1 && reads[0] === last.inputs[0];
    const activation = alone ? activationOf(last, lengths) : undefined;
    return {
      name: node !== last || node.outputs[0] === tensor ? node.name : tensor,
      operator: node.operator,
      family: familyOf(node.operator),
      attributes: plainAttributes(node),
      tensor,
      inputs: reads,
      parameters: part.parameters.map(({ name }) => name),
      shape: lengths,
      multiplyAdds: part.nodes.reduce((sum, one) => sum + costOf(one, lowered), 0),
      ...(activation && { activation }),
      build(target, given, parameter) {
        const values = new Map(part.reads.map((read, i) => [read, asRead(target, given[i], read)]));
        for (const one of part.parameters) values.set(one, parameter(one.name));
        return build(target, value, values);
      },
    };
  });
}

/**
 * The recurrent layer whose states a node only brings into the form of a layer's output: it is what the layer is, though its own
 * outputs have the steps before the samples.
 */
function recurrentWithin(
  node: ModelNode,
  makers: ReadonlyMap<string, ModelNode>,
  layers: ReadonlySet<string>,
): ModelNode | undefined {
  let maker: ModelNode | undefined = node;
  while (maker && forms.has(maker.operator)) {
    const [input]: readonly string[] = maker.inputs;
    maker = layers.has(input) ? undefined : makers.get(input);
  }
  return maker && familyOf(maker.operator) === 'recurrent' ? maker : undefined;
}

const forms = new Set(['Squeeze', 'Transpose', 'Reshape', 'Identity']);
/** Samples are float32; a model that reads whole numbers, such as tokens, gets these. */
const asRead = (target: GraphBuilder, given: Value, { type: { dataType } }: Value): Value =>
  given.type.dataType === dataType ? given : target.cast(given, { to: elementType[dataType] });

/** The lengths behind the batch axis of what can be a layer's output. */
function sampleShape(value: Value | undefined): readonly number[] | undefined {
  if (value?.type.dataType !== 'float32') return undefined;
  const [first, ...rest] = value.type.shape;
  if (first !== batch || rest.length === 0) return undefined;
  return rest.every((length) => typeof length === 'number') ? rest : undefined;
}

interface Part {
  readonly nodes: readonly GraphNode[];
  /** Outputs of other layers, inputs of the model. */
  readonly reads: readonly Value[];
  readonly parameters: readonly Value[];
}

/** What computes a value from the outputs of other layers. */
function partOf(value: Value, layers: ReadonlyMap<Value, string>): Part {
  const nodes = new Set<GraphNode>();
  const reads = new Set<Value>();
  const parameters = new Set<Value>();
  // A node comes after those it reads. The stack is this one: a weight may have gone through any number of forms.
  const stack = [{ node: value.producer!, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { node } = top;
    if (top.next === node.inputs.length || nodes.has(node)) {
      nodes.add(node);
      stack.pop();
      continue;
    }
    const input = node.inputs[top.next++];
    if (!input || input.data) continue;
    if (layers.has(input)) reads.add(input);
    else if (input.producer) stack.push({ node: input.producer, next: 0 });
    else parameters.add(input);
  }
  return { nodes: [...nodes], reads: [...reads], parameters: [...parameters] };
}

function build(target: GraphBuilder, wanted: Value, values: Map<Value, Value>): Value {
  const stack = [wanted];
  for (let value = stack.at(-1); value; value = stack.at(-1)) {
    const node = value.producer;
    const missing = values.has(value)
      ? undefined
      : node?.inputs.find((input) => input && !values.has(input));
    if (missing) {
      stack.push(missing);
      continue;
    }
    stack.pop();
    if (values.has(value)) continue;
    if (value.data) values.set(value, constantAgain(target, value));
    else {
      const given = node!.inputs.map((input) => input && values.get(input));
      const outputs = nodeAgain(target, node!, given);
      node!.outputs.forEach((output, i) => values.set(output, outputs[i]));
    }
  }
  return values.get(wanted)!;
}

/** Multiply-adds of a node for one sample. */
function costOf(node: GraphNode, lowered: ReadonlyMap<Value, Value>): number {
  const one = (value: Value): Value => {
    const { name, type } = lowered.get(value) ?? value;
    const shape = type.shape.map((length) =>
      typeof length === 'number' ? length : (quotient([length], [batch]) ?? length),
    );
    return { name, type: { ...type, shape } };
  };
  const inputs = node.inputs.map((input) => input && one(input));
  return multiplyAdds({ ...node, inputs, outputs: node.outputs.map(one) });
}

/** Losses know what a softmax or logistic head is applied to. */
function activationOf(
  { operator, attributes }: ModelNode,
  shape: readonly number[],
): OnnxLayer['activation'] {
  if (operator === 'Sigmoid') return 'logistic';
  const rows = shape.length === 1 && Math.abs(numberOf(attributes, 'axis', 1)) === 1;
  return operator === 'Softmax' && rows ? 'softmax' : undefined;
}

/** Values that say nothing, alone or in all places of a list. */
const neutral: Readonly<Record<string, number | string>> = {
  ...{ auto_pad: 'NOTSET', pads: 0, strides: 1, dilations: 1, group: 1 },
  ...{ ceil_mode: 0, count_include_pad: 0, storage_order: 0, output_padding: 0 },
  ...{ alpha: 1, beta: 1, transA: 0, transB: 0 },
};

const plainAttributes = ({ attributes }: ModelNode): OnnxLayer['attributes'] =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const values = Array.isArray(value) ? (value as readonly number[]) : [value];
      const says = name in neutral ? values.some((one) => one !== neutral[name]) : true;
      return ArrayBuffer.isView(value) || !says ? [] : [[name, value]];
    }),
  );
