import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataLocation as DataLocation,
} from '../../../src/onnx/onnx_pb';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { isRefusal, modelQueries } from '../../../src/extension/analysis/modelQueries';
import { modelFiles } from '../../../src/program/modelFiles';
import { graphOf } from '../../../webview/model/graphOf';
import { visibleGraph } from '../../../webview/graph/visibleGraph';
import type { Random } from '../../../src/random/random';
import { networkMarkdown } from '../../../src/views/markdown';
import { networkPayload } from '../../../src/views/network';
import { smallNetworks } from '../../compute/learning/networks';
import { networkOf } from '../../unit/network/support';
import { inFolder } from '../folder';
import { mutateBytes, pick } from '../mutate';
import { mutateValue } from '../mutateValue';
import { expectPlaces, target } from '../target';

/** Exported networks of every kind of layer. */
const models = Object.entries(smallNetworks).map(([name, text]) => {
  const network = networkOf(text);
  const initializers = initialize(network, 5);
  return writeModel(buildInference(network), { name, initializers });
});

/** Its whole graph as an attribute of its last node, a number of times. */
function nest(model: ModelProto, depth: number): void {
  for (let i = 0; i < depth; i++) {
    const graph = model.graph!;
    const inside = create(AttributeProtoSchema, {
      name: 'body',
      type: AttributeType.GRAPH,
      g: graph,
    });
    const node = [create(NodeProtoSchema, { opType: 'Loop', attribute: [inside] })];
    model.graph = { ...graph, node, initializer: [] };
  }
}

/** Its weights said to lie in a file beside it. */
function externalize(random: Random, model: ModelProto): void {
  for (const tensor of model.graph?.initializer ?? []) {
    tensor.dataLocation = DataLocation.EXTERNAL;
    const entry = (key: string, value: string) => ({
      $typeName: 'onnx.StringStringEntryProto' as const,
      key,
      value,
    });
    tensor.externalData = [
      entry('location', pick(random, ['weights.data', '../weights.data', '/etc/passwd', ''])),
      entry('offset', pick(random, ['0', '-1', '9e15', 'x'])),
      entry('length', pick(random, [String(tensor.rawData.length), '0', '99999999999'])),
    ];
  }
}

/** An ONNX file with other bytes, or with other content and its bytes as they should be. */
function make(random: Random): Uint8Array {
  const bytes = pick(random, models);
  const kind = random.integer(8);
  if (kind < 3) return mutateBytes(random, bytes);
  const model = fromBinary(ModelProtoSchema, bytes);
  if (kind === 3) nest(model, 1 + random.integer(60));
  if (kind === 4) externalize(random, model);
  else mutateValue(random, model);
  return toBinary(ModelProtoSchema, model);
}

/** A model that is looked at: described, drawn, its numbers summed up, compared, made a notebook. */
function look(path: string): void {
  const subject = { path, others: true };
  const answered = <T>(ask: () => T): T | undefined => {
    try {
      return ask();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return undefined;
    }
  };
  const found = answered(() => modelQueries.describe(subject));
  if (!found) return;
  visibleGraph(graphOf(found.description), new Set());
  found.description.tensors.forEach((_, i) => answered(() => modelQueries.tensor(subject, i)));
  answered(() => modelQueries.compare(subject, path));
  answered(() => modelQueries.notebook(subject));
}

/** A model that a network is from, with a file of weights beside it: read, imported, placed in the network. */
export const onnx = target<Uint8Array>({
  name: 'onnx',
  share: 8,
  make,
  feed: (bytes) =>
    inFolder({ 'model.onnx': bytes, 'weights.data': new Uint8Array(256) }, (folder) => {
      const { readModel } = modelFiles({ notebookFolder: folder, environment: {} });
      for (const block of ['', ' { input x[2, 6, 6] }']) {
        const cell = `network N from "model.onnx"${block}`;
        const { diagnostics, networks } = analyze([cell], { readModel });
        expectPlaces(diagnostics, [cell]);
        for (const network of networks.values()) networkMarkdown(networkPayload(network));
      }
      look(join(folder, 'model.onnx'));
    }),
});
