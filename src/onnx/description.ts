import { fromBinary } from '@bufbuild/protobuf';
import type { Family } from '../graph/family';
import type { Dimension, Value } from '../graph/graph';
import { brief, visible } from '../text/visible';
import { attributeText } from './attributeText';
import { typeName } from './elementTypes';
import { familyOf } from './families';
import { type OnnxNetwork, networkOf } from './importNetwork';
import { ModelError } from './modelError';
import { modelLimits } from './modelLimits';
import {
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  TensorProto_DataLocation as Location,
  type ValueInfoProto,
} from './onnx_pb';
import { readModel } from './read';
import { nodeName } from './readNode';
import { makeVisible } from './visibleNames';

/** What a model's file says of itself, whether or not it can be made a network; bounded, its names without control characters. */
export interface ModelDescription {
  readonly name: string;
  readonly producer: string;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly documentation: string;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly inputs: readonly DescribedPort[];
  readonly outputs: readonly DescribedPort[];
  readonly nodes: readonly DescribedNode[];
  readonly tensors: readonly DescribedTensor[];
  /** Of all that the file has. */
  readonly counts: { readonly nodes: number; readonly tensors: number };
  /** Why it cannot be made a network, where that is not up to some of its nodes. */
  readonly refusal?: string;
}

export interface DescribedPort {
  readonly name: string;
  /** `float`; undefined where the file does not say, or where it is no tensor. */
  readonly type?: string;
  readonly shape?: readonly Dimension[];
}

export interface DescribedNode {
  readonly name: string;
  readonly operator: string;
  /** '' is ONNX's own. */
  readonly domain: string;
  readonly family: Family;
  readonly attributes: readonly { readonly name: string; readonly text: string }[];
  /** Names of tensors. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of its first output; undefined where it is not known. */
  readonly shape?: readonly Dimension[];
  /** For one sample; undefined where lengths are open. */
  readonly multiplyAdds?: number;
  /** Why it cannot be part of a network. */
  readonly problem?: string;
}

export interface DescribedTensor {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  /** File that holds it, from the folder of the model. */
  readonly file?: string;
}

/** A model's file, read. */
export interface DescribedModel {
  readonly description: ModelDescription;
  /** In the order of the description. */
  readonly tensors: readonly TensorProto[];
  /** It as a network without the values of its weights; absent where it cannot be one. */
  readonly network?: OnnxNetwork;
}

/** Reads a model's file as far as it can be shown; the data of tensors stay where they are. Throws `ModelError` where it is none. */
export function describeModel(bytes: Uint8Array): DescribedModel {
  const model = parse(bytes);
  const graph = model.graph!;
  const stored = storedTensors(graph);
  const tensors = stored.slice(0, modelLimits.tensors);
  const reading = readable(bytes);
  const names = new Set(stored.map(({ name }) => name));
  const all = graph.node.filter(({ opType }) => opType !== 'Constant');
  const facts = new NodeFacts(graph, reading);
  return {
    tensors,
    ...(reading.network && { network: reading.network }),
    description: {
      name: named(graph.name),
      producer: named([model.producerName, model.producerVersion].filter(Boolean).join(' ')),
      irVersion: Number(model.irVersion),
      opsets: model.opsetImport
        .slice(0, modelLimits.metadata)
        .map(({ domain, version }) => ({ domain: named(domain), version: Number(version) })),
      documentation: brief(model.docString, modelLimits.text),
      metadata: model.metadataProps.slice(0, modelLimits.metadata).map(({ key, value }) => ({
        key: named(key),
        value: brief(value, modelLimits.text),
      })),
      inputs: graph.input
        .filter(({ name }) => !names.has(name))
        .slice(0, modelLimits.ports)
        .map(port),
      outputs: graph.output.slice(0, modelLimits.ports).map(port),
      nodes: all.slice(0, modelLimits.nodes).map((node) => facts.of(node)),
      tensors: tensors.map(describedTensor),
      counts: { nodes: all.length, tensors: stored.length },
      ...(reading.refusal !== undefined && { refusal: reading.refusal }),
    },
  };
}

const named = (text: string): string => brief(visible(text), modelLimits.name);

export function parse(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError('unreadable', `not a valid ONNX file, or damaged (${reason})`);
  }
  if (!model.graph) throw new ModelError('unreadable', 'not a valid ONNX file: it has no graph');
  makeVisible(model);
  return model;
}

/** Initializers, and the tensors of constants under the names of their nodes' outputs. */
const storedTensors = ({ initializer, node }: GraphProto): readonly TensorProto[] => [
  ...initializer,
  ...node.flatMap(({ opType, attribute, output: [name = ''] }) =>
    opType === 'Constant'
      ? attribute.flatMap(({ t, type }) => {
          if (!t || type !== AttributeType.TENSOR) return [];
          t.name = name;
          return [t];
        })
      : [],
  ),
];

interface Reading {
  readonly network?: OnnxNetwork;
  readonly refusal?: string;
  /** Tensors by name, as far as it was understood. */
  readonly seen: ReadonlyMap<string, Value>;
  /** By names of nodes. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Whether a model can be made a network, and if not, why. */
function readable(bytes: Uint8Array): Reading {
  const seen = new Map<string, Value>();
  try {
    const model = readModel(bytes, { weightsAsInputs: true, blank: true, seen });
    return { network: networkOf(model), seen, problems: new Map() };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { unsupported, message } = error;
    const problems = new Map(
      unsupported.flatMap(({ nodes, problem }) => nodes.map((node) => [node, problem] as const)),
    );
    return { seen, problems, ...(problems.size === 0 && { refusal: message }) };
  }
}

/** What is known of nodes besides what they say themselves. */
class NodeFacts {
  private readonly shapes: ReadonlyMap<string, readonly Dimension[]>;
  private readonly costs: ReadonlyMap<string, number>;

  constructor(
    graph: GraphProto,
    private readonly reading: Reading,
  ) {
    const told = [...graph.valueInfo, ...graph.output].flatMap((value) => {
      const { shape } = port(value);
      return shape ? [[value.name, shape] as const] : [];
    });
    const { network, seen } = reading;
    const found = [...seen].map(([name, { type }]) => [name, type.shape] as const);
    this.shapes = new Map([...told, ...found]);
    this.costs = network ? costsOf(network) : new Map();
  }

  of(node: NodeProto): DescribedNode {
    const [output = ''] = node.output;
    const shape = this.shapes.get(output);
    const multiplyAdds = this.costs.get(output);
    const problem = this.reading.problems.get(nodeName(node));
    const some = <T>(list: readonly T[]) => list.slice(0, modelLimits.parts);
    return {
      name: named(nodeName(node)),
      operator: named(node.opType),
      domain: named(node.domain),
      family: familyOf(node.opType),
      attributes: some(node.attribute).map((one) => ({
        name: named(one.name),
        text: attributeText(one),
      })),
      inputs: some(node.input),
      outputs: some(node.output),
      ...(shape && { shape }),
      ...(multiplyAdds !== undefined && { multiplyAdds }),
      ...(problem !== undefined && { problem }),
    };
  }
}

/** Multiply-adds by the names of outputs, where the samples' shape is known. */
function costsOf(network: OnnxNetwork): ReadonlyMap<string, number> {
  const { inputs, model } = network;
  const [input, ...more] = inputs;
  const shape = input?.shape.filter((length) => typeof length === 'number');
  if (!shape || more.length > 0 || shape.length !== input?.shape.length) return new Map();
  if (model.nodes.length > modelLimits.costs) return new Map();
  try {
    return new Map(network.layers(shape).map(({ tensor, multiplyAdds }) => [tensor, multiplyAdds]));
  } catch {
    // A model for one batch size that mixes samples has none for one sample.
    return new Map();
  }
}

export function port({ name, type }: ValueInfoProto): DescribedPort {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  const shape = tensor?.shape?.dim.slice(0, modelLimits.numbers).map(({ value }): Dimension => {
    if (value.case === 'dimValue' && value.value >= 0n) return Number(value.value);
    return value.case === 'dimParam' && value.value !== '' ? named(value.value) : '?';
  });
  return {
    name: named(name),
    ...(tensor && { type: typeName(tensor.elemType) }),
    ...(shape && { shape }),
  };
}

function describedTensor(tensor: TensorProto): DescribedTensor {
  const { name, dataType, dims, externalData } = tensor;
  const file = externalData.find(({ key }) => key === 'location')?.value;
  return {
    name: named(name),
    type: typeName(dataType),
    shape: dims.slice(0, modelLimits.numbers).map(Number),
    ...(tensor.dataLocation === Location.EXTERNAL && { file: named(file ?? '') }),
  };
}
