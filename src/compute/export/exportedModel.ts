import { toBinary } from '@bufbuild/protobuf';
import type { Graph } from '../../graph/builder';
import type { TensorData } from '../../graph/graph';
import { opset as usualOpset } from '../../graph/opset';
import { buildExport, type ExportForm } from '../../learning/exportGraph';
import type { Network } from '../../network/network';
import type { Normalization } from '../../network/normalization';
import { networkHash, networkKey } from '../../network/networkHash';
import { toFloat16 } from '../../onnx/float16';
import { type ModelProto, ModelProtoSchema } from '../../onnx/onnx_pb';
import { modelProto } from '../../onnx/write';
import { productVersion } from '../wire/productVersion';
import { knownValues } from './knownValues';

/** What a file is made from. */
export interface Exportable {
  readonly network: Network;
  readonly parameters: ReadonlyMap<string, TensorData>;
  readonly normalization?: Normalization | undefined;
  readonly title?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ExportedModel {
  readonly proto: ModelProto;
  readonly graph: Graph;
  readonly opset: number;
  /** The name of the main head's output. */
  readonly main: string;
  /** The inputs of the graph that the file stores. */
  readonly stored: ReadonlySet<string>;
}

/** A network with its parameters as an ONNX file for others to read; `int8` is not made here. Throws `ModelError`. */
export async function exportedModel(
  { network, parameters, normalization, title = '', metadata }: Exportable,
  form: ExportForm = {},
): Promise<ExportedModel> {
  const { opset = usualOpset, raw, precision } = form;
  const version = productVersion();
  const { graph, before, stored, main, lengths } = buildExport(network, normalization, form);
  const values = before ? await knownValues(before, parameters) : [];
  const proto = modelProto(graph, {
    name: network.name,
    readable: true,
    lengths,
    opset,
    initializers: new Map([...parameters, ...values].filter(([key]) => stored.has(key))),
    producer: { name: 'DNN Notebook', version },
    documentation: title,
    metadata: {
      ...metadata,
      ...(raw && normalization && { normalization: JSON.stringify(normalization) }),
      'input.shape': JSON.stringify(network.input.shape),
      [networkKey]: networkHash(network),
      version,
      opset: String(opset),
    },
  });
  if (precision?.type === 'float16') toFloat16(proto, stored);
  return { proto, graph, opset, stored, main };
}

export const bytesOf = ({ proto }: Pick<ExportedModel, 'proto'>): Uint8Array =>
  toBinary(ModelProtoSchema, proto);
