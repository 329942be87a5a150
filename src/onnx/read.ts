import { fromBinary } from '@bufbuild/protobuf';
import { GraphBuilder } from '../graph/builder';
import { opset } from '../graph/opset';
import type { Dimension, Value } from '../graph/graph';
import { removeDeadCode } from '../graph/passes/removeDeadCode';
import { newestFormat, readableOpsets } from './conversions';
import { isWidened, typeName, typeWithNumber } from './elementTypes';
import { asModelError, ModelError } from './modelError';
import { Lengths } from './lengths';
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  TensorProto_DataType,
  type ValueInfoProto,
} from './onnx_pb';
import { attributesOf, isStandard, nodeName, readConstantTensor, readNode } from './readNode';
import { Refusals } from './refusals';
import { dequantizeStored } from './quantization/dequantizeStored';
import { readTensor } from './tensors';
import { closeLengths } from './openLengths';
import { makeVisible } from './visibleNames';
import { weightNames } from './weights';
import { expectWellFormed } from './wellFormed';
import type { Model, ModelNode } from './model';

export interface ReadOptions {
  /** Makes stored weights inputs of the graph instead of constants, so that they can be trained. */
  readonly weightsAsInputs?: boolean;
  /** These weights have no elements yet: they are read with none, whatever their shape. */
  readonly blank?: boolean;
  /** Takes the tensors by name as they are read, of a model that is refused as well. */
  readonly seen?: Map<string, Value>;
}

/**
 * Reads an ONNX file. Throws `ModelError`: unreadable bytes, an opset or element type graphs do not have, all
 * operators that are not supported by name, or a node that does not fit or would lose something.
 */
export function readModel(bytes: Uint8Array, options: ReadOptions = {}): Model {
  const model = parse(bytes);
  const version = model.opsetImport.find(({ domain }) => isStandard(domain));
  const modelOpset = Number(version?.version ?? 1);
  const { oldest, newest } = readableOpsets;
  if (modelOpset < oldest || modelOpset > newest) {
    const text = `the model uses opset ${modelOpset}; opsets ${oldest} to ${newest} are supported`;
    throw new ModelError('unsupportedOpset', `${text}; export it for opset ${opset}`);
  }
  if (model.irVersion > newestFormat) {
    const text = `the file has version ${model.irVersion} of the ONNX format; the newest supported is`;
    throw new ModelError(
      'unsupportedOpset',
      `${text} ${newestFormat}; export it for opset ${opset}`,
    );
  }
  closeLengths(model);
  const graph = model.graph!;
  const refusals = new Refusals(graph.node, modelOpset);
  return {
    ...whole(refusals, () => {
      expectWellFormed(graph);
      dequantizeStored(graph);
      const names = options.weightsAsInputs
        ? weightNames({ graph, producerName: model.producerName }, options.blank)
        : new Set<string>();
      return readGraph(graph, modelOpset, refusals, names, options);
    }),
    name: graph.name,
    opset: modelOpset,
    documentation: model.docString,
    producer: { name: model.producerName, version: model.producerVersion },
    widened: widenedTypes(graph),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

/** Number of a field of `GraphProto` that `onnx.proto` leaves out. */
const sparseInitializer = 15;

function parse(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      'unreadable',
      `not a valid ONNX file, or damaged; download it again (${reason})`,
    );
  }
  if (!model.graph) throw new ModelError('unreadable', 'not a valid ONNX file: it has no graph');
  if (model.graph.$unknown?.some(({ no }) => no === sparseInitializer))
    throw new ModelError('unsupportedType', 'it stores sparse tensors, which are not supported');
  const own = model.functions.find(({ domain }) => isStandard(domain));
  if (own) {
    const text = `it redefines the ONNX operator ${own.name}, which is not supported`;
    throw new ModelError('unsupportedOperators', text);
  }
  makeVisible(model);
  return model;
}

/** Whatever else is wrong with a model, operators that are not supported are told first. */
function whole<T>(refusals: Refusals, read: () => T): T {
  try {
    return read();
  } catch (error) {
    refusals.raise();
    throw asModelError(error);
  }
}

/** The names of the element types of inputs and stored tensors that are read as float32. */
function widenedTypes({ input, initializer }: GraphProto): string[] {
  const inputs = input.map(({ type }) =>
    type?.value.case === 'tensorType' ? type.value.value.elemType : 0,
  );
  const found = new Set([...inputs, ...initializer.map(({ dataType }) => dataType)]);
  return [...found].filter(isWidened).map(typeName);
}

const nameOf = ({ name }: ValueInfoProto): string => name;

function readGraph(
  proto: GraphProto,
  modelOpset: number,
  refusals: Refusals,
  trained: ReadonlySet<string>,
  options: ReadOptions,
): Pick<Model, 'graph' | 'initializers' | 'weights' | 'nodes' | 'tensors'> {
  const { blank = false, seen: values = new Map<string, Value>() } = options;
  const builder = new GraphBuilder();
  const initializers = new Map<string, Value>();
  const weights = new Map<string, Float32Array>();
  for (const tensor of proto.initializer) {
    if (trained.has(tensor.name)) {
      const { data, shape } = blank
        ? { data: new Float32Array(0), shape: tensor.dims.map(Number) }
        : readTensor(tensor);
      weights.set(tensor.name, data as Float32Array);
      values.set(tensor.name, builder.input(tensor.name, 'float32', shape));
      continue;
    }
    if (tensor.dataType === Number(TensorProto_DataType.STRING) && options.weightsAsInputs) {
      refusals.leaveOut(tensor.name);
      continue;
    }
    const value = readConstantTensor(builder, tensor, tensor.name);
    values.set(tensor.name, value);
    initializers.set(tensor.name, value);
  }
  for (const input of proto.input) {
    // Before IR version 4 initializers were listed as inputs too.
    if (!values.has(input.name)) values.set(input.name, readInput(builder, input));
  }
  const lengths = new Lengths();
  const read = new Set([...proto.node.flatMap(({ input }) => input), ...proto.output.map(nameOf)]);
  for (const node of proto.node) {
    if (refusals.concern(node)) continue;
    const inputs = node.input.map((name) => values.get(name));
    const wanted = node.output.filter((name) => read.has(name));
    const outputs = refusals.collect(node, () =>
      readNode(builder, node, inputs, wanted, modelOpset, lengths),
    );
    node.output.forEach((name, i) => {
      if (name !== '' && outputs?.[i]) values.set(name, outputs[i]);
    });
  }
  refusals.raise();
  const outputs = proto.output.map(nameOf).filter((name) => !refusals.isLost(name));
  if (outputs.length === 0 && proto.output.length > 0) {
    const text = 'all its outputs are texts, or computed from texts, which are not supported';
    throw new ModelError('unsupportedType', text);
  }
  for (const name of outputs) builder.output(name, values.get(name)!);
  const nodes = proto.node
    .filter(({ output }) => !output.some((name) => refusals.isLost(name)))
    .map(modelNode);
  return {
    graph: removeDeadCode(builder.build()),
    initializers,
    weights,
    nodes,
    tensors: values,
  };
}

const modelNode = (node: NodeProto): ModelNode => ({
  name: nodeName(node),
  operator: node.opType,
  attributes: node.opType === 'Constant' ? {} : attributesOf(node),
  inputs: node.input,
  outputs: node.output,
});

function readInput(builder: GraphBuilder, { name, type }: ValueInfoProto): Value {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  if (!tensor?.shape) {
    throw new ModelError('unsupportedType', `the input '${name}' is not a tensor of known rank`);
  }
  const dataType = typeWithNumber(tensor.elemType);
  if (!dataType) {
    const text = `the input '${name}' has the element type ${typeName(tensor.elemType)}`;
    throw new ModelError('unsupportedType', `${text}, which is not supported`);
  }
  const shape = tensor.shape.dim.map(({ value }, axis): Dimension => {
    // Some exporters write -1 for any length.
    if (value.case === 'dimValue' && value.value >= 0n) return Number(value.value);
    return value.case === 'dimParam' && value.value !== '' ? value.value : `${name}_${axis}`;
  });
  return builder.input(name, dataType, shape);
}
