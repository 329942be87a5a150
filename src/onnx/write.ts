import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { Graph } from '../graph/builder';
import { opset } from '../graph/opset';
import type { Dimension, GraphNode, TensorData, TensorType, Value } from '../graph/graph';
import { elementType } from '../graph/dataTypes';
import { isStatic } from '../graph/shapes';
import { expandComposites } from '../graph/passes/expandComposites';
import { writeAttribute } from './attributes';
import { ModelError } from './modelError';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './onnx_pb';
import { writeTensor } from './tensors';
import { visible } from '../text/visible';
import { elements } from '../shape/elements';
import { formatShape } from '../text/numbers';

/** The version of ONNX's file format that opset 17 came with. */
const irVersion = 8n;

export interface ModelOptions {
  readonly name: string;
  /** Graph inputs, by name, that are stored in the model with these elements: an exported model's parameters. */
  readonly initializers?: ReadonlyMap<string, TensorData>;
  /** Graph inputs that are stored in the model once their elements are known; until then nothing else can be read of them. */
  readonly blank?: ReadonlySet<string>;
  readonly documentation?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly producer?: { readonly name: string; readonly version: string };
}

/**
 * The graph as an ONNX file, with no control characters in what it says of itself; throws `ModelError` when an
 * initializer does not fit its input.
 */
export const writeModel = (graph: Graph, options: ModelOptions): Uint8Array =>
  toBinary(ModelProtoSchema, modelProto(graph, options));

/** The graph as the content of an ONNX file. */
export function modelProto(graph: Graph, options: ModelOptions): ModelProto {
  const written = expandComposites(graph);
  return create(ModelProtoSchema, {
    irVersion,
    ...(options.producer && {
      producerName: visible(options.producer.name),
      producerVersion: visible(options.producer.version),
    }),
    ...(options.documentation !== undefined && { docString: visible(options.documentation) }),
    graph: writeGraph(written, options),
    opsetImport: domains(written),
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({
      key: visible(key),
      value: visible(value),
    })),
  });
}

function domains(graph: Graph): { domain: string; version: bigint }[] {
  const versions = new Map([['', opset]]);
  for (const { operator } of graph.nodes) {
    const { domain, since } = operator;
    if (domain !== '') versions.set(domain, Math.max(since, versions.get(domain) ?? 1));
  }
  return [...versions].map(([domain, version]) => ({ domain, version: BigInt(version) }));
}

function writeGraph(graph: Graph, options: ModelOptions): GraphProto {
  const { initializers = new Map<string, TensorData>(), blank = new Set<string>() } = options;
  const isStored = ({ name }: Value) => initializers.has(name) || blank.has(name);
  for (const name of initializers.keys()) {
    if (graph.inputs.some((input) => input.name === name)) continue;
    throw new ModelError('initializer', `the graph has no input '${name}' to store`);
  }
  const names = new Names(graph);
  const nodes = graph.nodes.map((node) => writeNode(node, names));
  for (const { name, value } of graph.outputs) {
    if (names.of(value) === name) continue;
    const identity = { name, opType: 'Identity', input: [names.of(value)], output: [name] };
    nodes.push(create(NodeProtoSchema, identity));
  }
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  for (const { value } of graph.outputs) read.add(value);
  return create(GraphProtoSchema, {
    name: visible(options.name),
    node: nodes,
    initializer: [
      ...graph.constants
        .filter((value) => read.has(value))
        .map((value) => writeTensor(names.of(value), value.data!, value.type.shape as number[])),
      ...graph.inputs
        .filter(isStored)
        .map((input) => writeInitializer(input, initializers.get(input.name))),
    ],
    input: graph.inputs
      .filter((input) => !isStored(input))
      .map(({ name, type }) => writeType(name, type)),
    output: graph.outputs.map(({ name, value }) => writeType(name, value.type)),
  });
}

function writeInitializer({ name, type }: Value, data: TensorData | undefined): TensorProto {
  const { shape, dataType } = type;
  if (!data) {
    const dims = shape.map((length) => BigInt(length));
    return create(TensorProtoSchema, { name, dims, dataType: elementType[dataType] });
  }
  if (!isStatic(shape) || elements(shape) !== data.length) {
    const text = `${data.length} numbers do not fill '${name}' of shape ${formatShape(shape)}`;
    throw new ModelError('initializer', text);
  }
  return writeTensor(name, data, shape, dataType);
}

/** The names of a graph's nodes in the model that is written of it. */
export function nodeNames(graph: Graph): ReadonlyMap<GraphNode, string> {
  const names = new Names(graph);
  const named = (node: GraphNode): string => {
    const name = nodeName(node, names);
    for (const value of [...node.inputs, ...node.outputs]) if (value) names.of(value); // as written
    return name;
  };
  return new Map(graph.nodes.map((node) => [node, named(node)]));
}

/** `LAYER/ROLE/OUTPUT`, as far as it is known where the node comes from. */
const nodeName = ({ origin, outputs }: GraphNode, names: Names): string =>
  [origin?.layer, origin?.role, names.of(outputs[0])]
    .filter((part) => part !== undefined)
    .join('/');

function writeNode(node: GraphNode, names: Names): NodeProto {
  const { operator, inputs, outputs, attributes } = node;
  return create(NodeProtoSchema, {
    name: nodeName(node, names),
    opType: operator.name,
    ...(operator.domain !== '' && { domain: operator.domain }),
    input: inputs.map((input) => (input ? names.of(input) : '')),
    output: outputs.map((output) => names.of(output)),
    attribute: Object.entries(attributes).map(([name, value]) =>
      writeAttribute(name, operator.attributes[name], value),
    ),
  });
}

const writeDimension = (
  length: Dimension,
): MessageInitShape<typeof TensorShapeProto_DimensionSchema> => ({
  value:
    typeof length === 'number'
      ? { case: 'dimValue', value: BigInt(length) }
      : { case: 'dimParam', value: length },
});

const writeType = (name: string, { dataType, shape }: TensorType): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: elementType[dataType],
          shape: {
            dim: shape.map(writeDimension),
          },
        },
      },
    },
  });

/** Gives every value one name: inputs and outputs their own, the others one that is still free. */
class Names {
  private readonly names = new Map<Value, string>();
  private readonly taken: Set<string>;

  constructor({ inputs, outputs }: Graph) {
    for (const input of inputs) this.names.set(input, input.name);
    for (const { name, value } of outputs) {
      if (value.producer && !this.names.has(value)) this.names.set(value, name);
    }
    this.taken = new Set([...this.names.values(), ...outputs.map(({ name }) => name)]);
  }

  of(value: Value): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const wished = value.name.replace('#', '_');
    let name = wished;
    for (let n = 2; this.taken.has(name); n++) name = `${wished}_${n}`;
    this.taken.add(name);
    this.names.set(value, name);
    return name;
  }
}
