import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { Graph } from '../graph/builder';
import { opset } from '../graph/opset';
import type { Dimension, GraphNode, TensorData, TensorType, Value } from '../graph/graph';
import { elementType } from '../graph/dataTypes';
import { type OperatorName, type Signature, signatures } from '../graph/operators/signatures';
import { isStatic } from '../graph/shapes';
import { expandComposites } from '../graph/passes/expandComposites';
import { writeAttribute } from './attributes';
import { ModelError } from './modelError';
import { lengthsAsMetadata } from './openLengths';
import { irVersion } from './irVersion';
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

export interface ModelOptions {
  readonly name: string;
  /** Graph inputs, by name, that are stored in the model with these elements: an exported model's parameters. */
  readonly initializers?: ReadonlyMap<string, TensorData>;
  /** Graph inputs that are stored in the model once their elements are known; until then nothing else can be read of them. */
  readonly blank?: ReadonlySet<string>;
  readonly documentation?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly producer?: { readonly name: string; readonly version: string };
  /** For others to read: nodes and values are named after layers, and values have their shapes. */
  readonly readable?: true;
  /** Open lengths by their names, as the network that is written has them. */
  readonly lengths?: Readonly<Record<string, number>>;
  /** The opset it is written for; absent: that of graphs. */
  readonly opset?: number;
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
    irVersion: irVersion(options.opset ?? opset),
    ...(options.producer && {
      producerName: visible(options.producer.name),
      producerVersion: visible(options.producer.version),
    }),
    ...(options.documentation !== undefined && { docString: visible(options.documentation) }),
    graph: writeGraph(written, options),
    opsetImport: domains(written, options.opset),
    metadataProps: Object.entries({
      ...options.metadata,
      ...lengthsAsMetadata(options.lengths ?? {}),
    }).map(([key, value]) => ({
      key: visible(key),
      value: visible(value),
    })),
  });
}

function domains(graph: Graph, asked = opset): { domain: string; version: bigint }[] {
  const versions = new Map([['', asked]]);
  for (const { operator } of graph.nodes) {
    const { domain, since } = operator;
    if (domain === '' && since > asked) {
      const text = `${operator.name} is in ONNX from opset ${since} on, not in opset ${asked}`;
      throw new ModelError('unsupportedOperators', text);
    }
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
  const names = options.readable ? new LayerNames(graph) : new Names(graph);
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  for (const { value } of graph.outputs) read.add(value);
  const lists: TensorProto[] = [];
  const nodes = graph.nodes.map((node) => {
    const written = writeNode(node, names, read);
    if ((options.opset ?? opset) >= axesAsInput.since) lists.push(...withAxesAsInput(written));
    return written;
  });
  for (const { name, value } of graph.outputs) {
    if (names.of(value) === name) continue;
    const identity = { name, opType: 'Identity', input: [names.of(value)], output: [name] };
    nodes.push(create(NodeProtoSchema, identity));
  }
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
      ...lists,
    ],
    valueInfo: options.readable ? valuesWithin(graph, names, read) : [],
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

/** The types of what nodes give and the graph does not. */
function valuesWithin(
  { nodes, outputs }: Graph,
  names: Names,
  read: ReadonlySet<Value | undefined>,
): ValueInfoProto[] {
  const given = new Set(outputs.map(({ name }) => name));
  return nodes
    .flatMap((node) => node.outputs)
    .filter((value) => read.has(value) && !given.has(names.of(value)))
    .map((value) => writeType(names.of(value), value.type));
}

/** The reductions that have their axes as an input from an opset on. */
const axesAsInput = {
  since: 18,
  operators: new Set([
    ...['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL2', 'ReduceSumSquare'],
  ]),
};

/** Makes the axes of a reduction its input; gives the tensor that holds them. */
function withAxesAsInput(node: NodeProto): TensorProto[] {
  const axes = node.attribute.find(({ name }) => name === 'axes');
  if (!axes || !axesAsInput.operators.has(node.opType)) return [];
  node.attribute = node.attribute.filter((attribute) => attribute !== axes);
  const name = `${node.name}/axes`;
  node.input.push(name);
  return [writeTensor(name, BigInt64Array.from(axes.ints), [axes.ints.length])];
}

/** The names of a graph's nodes in the model that is written of it. */
export function nodeNames(graph: Graph): ReadonlyMap<GraphNode, string> {
  const names = new Names(graph);
  const named = (node: GraphNode): string => {
    const name = names.ofNode(node);
    for (const value of [...node.inputs, ...node.outputs]) if (value) names.of(value); // as written
    return name;
  };
  return new Map(graph.nodes.map((node) => [node, named(node)]));
}

function writeNode(node: GraphNode, names: Names, read: ReadonlySet<Value | undefined>): NodeProto {
  const { operator, inputs, outputs, attributes } = node;
  const last = outputs.findLastIndex((output) => read.has(output));
  const given = operator.optionalOutputs ? outputs.slice(0, last + 1) : outputs;
  return create(NodeProtoSchema, {
    name: names.ofNode(node),
    opType: operator.name,
    ...(operator.domain !== '' && { domain: operator.domain }),
    input: inputs.map((input) => (input ? names.of(input) : '')),
    output: given.map((output) =>
      read.has(output) || !operator.optionalOutputs ? names.of(output) : '',
    ),
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
  protected readonly taken: Set<string>;

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
    const name = this.named(value);
    this.names.set(value, name);
    return name;
  }

  /** `LAYER/ROLE/OUTPUT`, as far as it is known where the node comes from. */
  ofNode({ origin, outputs }: GraphNode): string {
    return [origin?.layer, origin?.role, this.of(outputs[0])]
      .filter((part) => part !== undefined)
      .join('/');
  }

  protected named(value: Value): string {
    return this.free(value.name.replace('#', '_'));
  }

  protected free(wished: string): string {
    let name = wished;
    for (let n = 2; this.taken.has(name); n++) name = `${wished}_${n}`;
    this.taken.add(name);
    return name;
  }
}

/** Names nodes `LAYER/OPERATOR`, what they give after them, and constants after what they are to the first node that reads them. */
class LayerNames extends Names {
  private readonly nodes = new Map<GraphNode, string>();
  private readonly readers = new Map<Value, { readonly node: GraphNode; readonly index: number }>();

  constructor(graph: Graph) {
    super(graph);
    for (const node of graph.nodes)
      for (const [index, value] of node.inputs.entries())
        if (value?.data && !this.readers.has(value)) this.readers.set(value, { node, index });
  }

  override ofNode(node: GraphNode): string {
    const known = this.nodes.get(node);
    if (known !== undefined) return known;
    const { origin, operator } = node;
    const name = this.free([origin?.layer, operator.name].filter(Boolean).join('/'));
    this.nodes.set(node, name);
    return name;
  }

  protected override named(value: Value): string {
    const node = value.producer;
    const reader = this.readers.get(value);
    if (reader)
      return this.free(`${this.ofNode(reader.node)}/${inputName(reader.node, reader.index)}`);
    if (!node) return super.named(value);
    const name = this.ofNode(node);
    return node.outputs.length > 1 ? this.free(`${name}_${node.outputs.indexOf(value)}`) : name;
  }
}

/** What an operator's input is called; of a list its number. */
function inputName({ operator }: GraphNode, index: number): string {
  const signature: Signature | undefined = signatures[operator.name as OperatorName];
  const { inputs = 'any', optional = [] } = signature ?? {};
  return (inputs === 'any' ? undefined : [...inputs, ...optional][index]) ?? String(index);
}
