import type { Graph } from '../../graph/builder';
import type { TensorData } from '../../graph/graph';
import { opset as usualOpset } from '../../graph/opset';
import { buildExport, type ExportForm } from '../../learning/exportGraph';
import type { Network } from '../../network/network';
import type { Normalization } from '../../network/normalization';
import { networkHash, networkKey } from '../../network/networkHash';
import { writeModel } from '../../onnx/write';
import { productVersion } from '../wire/productVersion';
import { knownValues } from './knownValues';

export interface ExportedModel {
  readonly bytes: Uint8Array;
  readonly graph: Graph;
  readonly opset: number;
  /** The inputs of the graph that the file stores. */
  readonly stored: ReadonlySet<string>;
}

/** What a file says of itself and of its network. */
export interface Provenance {
  readonly title: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly normalization?: Normalization;
}

/** A network with parameters as an ONNX file for others to read. */
export async function exportedModel(
  network: Network,
  parameters: ReadonlyMap<string, TensorData>,
  { title, metadata, normalization }: Provenance,
  form: ExportForm = {},
): Promise<ExportedModel> {
  const { opset = usualOpset } = form;
  const version = productVersion();
  const { graph, before, stored } = buildExport(network, normalization, form);
  const values = before ? await knownValues(before, parameters) : [];
  const bytes = writeModel(graph, {
    name: network.name,
    readable: true,
    opset,
    initializers: new Map([...parameters, ...values].filter(([key]) => stored.has(key))),
    producer: { name: 'DNN Notebook', version },
    documentation: title ?? '',
    metadata: { ...metadata, [networkKey]: networkHash(network), version, opset: String(opset) },
  });
  return { bytes, graph, opset, stored };
}
