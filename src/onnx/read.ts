import { fromBinary } from '@bufbuild/protobuf';
import { GraphBuilder, opset, type Graph } from '../graph/builder';
import type { AttributeValue, Dimension, Value } from '../graph/graph';
import { dataTypeWithNumber } from '../graph/dataTypes';
import { GraphError } from '../graph/error';
import { operatorTable } from '../graph/operators';
import { readAttribute } from './attributes';
import { ModelError } from './error';
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type ValueInfoProto,
} from './onnx_pb';
import { readTensor } from './tensors';

export interface Model {
  readonly graph: Graph;
  readonly name: string;
  readonly opset: number;
  readonly documentation: string;
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors stored in the model, by their names in the file: constants of the graph. */
  readonly initializers: ReadonlyMap<string, Value>;
}

/**
 * Reads an ONNX file. Throws `ModelError`: unreadable bytes, an opset or element type graphs do not have, all
 * operators the table lacks by name, or a node whose inputs do not fit.
 */
export function readModel(bytes: Uint8Array): Model {
  const model = parse(bytes);
  const version = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const modelOpset = Number(version?.version ?? 1);
  if (modelOpset > opset) {
    const text = `the model uses opset ${modelOpset}, supported is up to ${opset}`;
    throw new ModelError('unsupportedOpset', `${text}; export it for opset ${opset}`);
  }
  const { graph, initializers } = readGraph(model.graph!, modelOpset);
  return {
    graph,
    initializers,
    name: model.graph!.name,
    opset: modelOpset,
    documentation: model.docString,
    producer: { name: model.producerName, version: model.producerVersion },
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function parse(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError('unreadable', `this is no ONNX model: ${reason}`);
  }
  if (!model.graph) throw new ModelError('unreadable', 'this is no ONNX model: it has no graph');
  return model;
}

function readGraph(
  proto: GraphProto,
  modelOpset: number,
): { graph: Graph; initializers: Map<string, Value> } {
  expectKnown(proto, modelOpset);
  const builder = new GraphBuilder();
  const values = new Map<string, Value>();
  const initializers = new Map<string, Value>();
  for (const tensor of proto.initializer) {
    const { data, shape } = readTensor(tensor);
    const value = builder.constant(data, shape, undefined, tensor.name);
    values.set(tensor.name, value);
    initializers.set(tensor.name, value);
  }
  for (const input of proto.input) {
    // Before IR version 4 initializers were listed as inputs too.
    if (!values.has(input.name)) values.set(input.name, readInput(builder, input));
  }
  for (const node of proto.node) {
    const outputs = located(node, () => readNode(builder, node, values));
    node.output.forEach((name, i) => {
      if (name !== '' && outputs[i]) values.set(name, outputs[i]);
    });
  }
  for (const { name } of proto.output) builder.output(name, valueNamed(values, name));
  return { graph: builder.build(), initializers };
}

/** Throws with all operators that are unknown, or known only in a later form. */
function expectKnown(proto: GraphProto, modelOpset: number): void {
  const missing = new Map<string, string>();
  for (const { opType, domain } of proto.node) {
    const standard = domain === '' || domain === 'ai.onnx';
    const entry = standard ? operatorTable.get(opType) : undefined;
    if (standard && opType === 'Constant') continue;
    if (!entry) missing.set(opType, standard ? opType : `${domain}.${opType}`);
    else if (entry.since > modelOpset) {
      missing.set(opType, `${opType} of opset ${modelOpset} (supported from ${entry.since})`);
    }
  }
  if (missing.size === 0) return;
  const text = `operators that are not supported: ${[...missing.values()].join(', ')}`;
  throw new ModelError('unsupportedOperators', text, [...missing.keys()]);
}

function readInput(builder: GraphBuilder, { name, type }: ValueInfoProto): Value {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const dataType = tensor && dataTypeWithNumber(tensor.elemType);
  if (!dataType || !tensor.shape) {
    const text = `the input '${name}' is no tensor of a supported type with a known rank`;
    throw new ModelError('unsupportedType', text);
  }
  const shape = tensor.shape.dim.map(({ value }, axis): Dimension => {
    if (value.case === 'dimValue') return Number(value.value);
    return value.value || `${name}_${axis}`;
  });
  return builder.input(name, dataType, shape);
}

function readNode(
  builder: GraphBuilder,
  node: NodeProto,
  values: ReadonlyMap<string, Value>,
): readonly Value[] {
  const attributes: Record<string, AttributeValue> = {};
  if (node.opType === 'Constant') return [readConstant(builder, node)];
  for (const attribute of node.attribute) attributes[attribute.name] = readAttribute(attribute);
  const inputs = node.input.map((name) => (name === '' ? undefined : valueNamed(values, name)));
  const outputs = builder.addAll(node.opType, inputs, attributes);
  const extra = node.output.slice(outputs.length).find((name) => name !== '');
  if (extra !== undefined) {
    throw new GraphError(node.opType, `the optional output '${extra}' is not supported`);
  }
  return outputs;
}

/** `Constant` gives its tensor, or its numbers as a scalar or vector. */
function readConstant(builder: GraphBuilder, { attribute, output }: NodeProto): Value {
  const [only] = attribute;
  if (only?.t) {
    const { data, shape } = readTensor(only.t);
    return builder.constant(data, shape, undefined, output[0]);
  }
  const value = only && readAttribute(only);
  const numbers = typeof value === 'number' ? [value] : value;
  if (!only || !Array.isArray(numbers)) throw new GraphError('Constant', 'has no numbers');
  const data = only.name.startsWith('value_float')
    ? Float32Array.from(numbers as number[])
    : BigInt64Array.from(numbers as number[], (number) => BigInt(number));
  return builder.constant(data, typeof value === 'number' ? [] : [data.length]);
}

function valueNamed(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value) return value;
  throw new ModelError('invalidGraph', `nothing computes '${name}' before it is read`);
}

/** Says in which node a graph error arose. */
function located<T>(node: NodeProto, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const place = node.name || node.output[0] || '';
    throw new ModelError('invalidGraph', `node '${place}': ${error.message}`);
  }
}
