import type { GraphBuilder } from '../graph/builder';
import type { AttributeValue, Value } from '../graph/graph';
import { elementType } from '../graph/dataTypes';
import { GraphError } from '../graph/graphError';
import { operatorTable } from '../graph/operators';
import { expectKind, readAttribute } from './attributes';
import { conversionOf } from './conversions';
import { unsupported, type ImportedNode } from './conversions/conversion';
import { asModelError, ModelError } from './modelError';
import type { Lengths } from './lengths';
import { AttributeProto_AttributeType as Type, type NodeProto, type TensorProto } from './onnx_pb';
import { readTensor } from './tensors';

/** Whether a domain is the one of ONNX's own operators. */
export const isStandard = (domain: string): boolean => domain === '' || domain === 'ai.onnx';

/** The operator of a node, with its domain unless that is ONNX's own. */
export const operatorOf = ({ domain, opType }: NodeProto): string =>
  isStandard(domain) ? opType : `${domain}.${opType}`;

/** The names of classes are said beside a network, not in it. */
const isLabel = /^classlabels_/;

/** A node's attributes as graphs have them. */
export const attributesOf = ({ attribute, domain }: NodeProto): Record<string, AttributeValue> =>
  Object.fromEntries(
    attribute
      .filter(({ name }) => isStandard(domain) || !isLabel.test(name))
      .map((one) => [one.name, readAttribute(one)]),
  );

/** What a node is called: by its name, else by its first output. */
export const nodeName = ({ name, output }: NodeProto): string => name || (output[0] ?? '');

/**
 * Adds a node of an opset to the graph and gives its outputs, at least those that something reads. Throws
 * `ModelError` naming node and operator for whatever of it would be lost: attributes, optional outputs, element types.
 */
export function readNode(
  graph: GraphBuilder,
  node: NodeProto,
  inputs: readonly (Value | undefined)[],
  wanted: readonly string[],
  opset: number,
  lengths: Lengths,
): readonly Value[] {
  try {
    if (node.opType === 'Constant') return [readConstant(graph, node)];
    const operator = operatorOf(node);
    const declared = operatorTable.get(operator)?.attributes;
    for (const attribute of node.attribute) expectKind(attribute, declared?.[attribute.name]);
    const attributes = attributesOf(node);
    const named = node.output.filter((name) => name !== '').length;
    const last = node.output.findLastIndex((name) => wanted.includes(name));
    const count = operator === 'Split' ? named : last + 1;
    const imported = { graph, operator, inputs, attributes, outputs: count };
    const outputs = lengths.through(imported, (given) => converted(given, opset));
    const extra = node.output.slice(outputs.length).find((name) => wanted.includes(name));
    if (extra !== undefined) throw unsupported(operator, `the optional output '${extra}'`);
    return outputs;
  } catch (error) {
    const name = nodeName(node);
    const place = `node '${name}'`;
    if (!(error instanceof ModelError)) {
      const { code, message } = asModelError(error, `${place}: `);
      const problem = message.slice(`${place}: `.length);
      const { opType: operator } = node;
      throw new ModelError(code, message, [{ operator, problem, nodes: [name] }], { cause: error });
    }
    const found = error.unsupported.map((one) => ({ ...one, nodes: [name] }));
    throw new ModelError(error.code, `${place}: ${error.message}`, found);
  }
}

function converted(node: ImportedNode, opset: number): readonly Value[] {
  const { graph, operator, inputs, attributes } = node;
  const conversion = conversionOf(operator, opset);
  const known = conversion?.attributes ?? Object.keys(operatorTable.get(operator)!.attributes);
  const unknown = Object.keys(attributes).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unsupported(operator, `the attribute '${unknown}'`);
  return conversion ? conversion.convert(node) : graph.applyAll(operator, inputs, attributes);
}

/** `Constant` gives its tensor, or its numbers as a scalar or vector. */
function readConstant(graph: GraphBuilder, { attribute, output }: NodeProto): Value {
  const [only] = attribute;
  if (!only) throw new GraphError('Constant', 'has no attribute');
  const { name, type, t: tensor } = only;
  if (type === Type.TENSOR && tensor) return readConstantTensor(graph, tensor, output[0]);
  const value = readAttribute(only);
  const numbers = typeof value === 'number' ? [value] : value;
  if (!Array.isArray(numbers)) throw unsupported('Constant', `the attribute '${name}'`);
  const data =
    type === Type.FLOAT || type === Type.FLOATS
      ? Float32Array.from(numbers as number[])
      : BigInt64Array.from(numbers as number[], (number) => BigInt(number));
  return graph.constant(data, typeof value === 'number' ? [] : [data.length]);
}

/** A stored tensor; bools, which constants do not have, are cast from bytes. */
export function readConstantTensor(graph: GraphBuilder, tensor: TensorProto, name: string): Value {
  const { data, shape } = readTensor(tensor);
  const value = graph.constant(data, shape, undefined, name);
  const { bool } = elementType;
  return tensor.dataType === bool ? graph.cast(value, { to: bool }) : value;
}
