import { toBinary } from '@bufbuild/protobuf';
import type { Graph } from '../graph/builder';
import { networkOf, type OnnxNetwork } from './importNetwork';
import { ModelProtoSchema } from './onnx_pb';
import { readModel } from './read';
import { weightNames } from './weights';
import { modelProto, type ModelOptions } from './write';

/** Most numbers that are made up for what is no weight: statistics, centres. */
const mostNumbers = 1 << 24;

/**
 * A graph as the network that its file would be read as, before there is a file: `parameters`, inputs that it will store, have
 * no values. Undefined where that takes too much. Throws `ModelError` as `importNetwork` does.
 */
export function blankNetwork(
  graph: Graph,
  name: string,
  parameters: ReadonlySet<string>,
  form: Pick<ModelOptions, 'opset' | 'lengths'>,
): OnnxNetwork | undefined {
  const proto = modelProto(graph, { name, blank: parameters, readable: true, ...form });
  const graphProto = proto.graph!;
  const { initializer } = graphProto;
  const weights = weightNames({ graph: graphProto, producerName: proto.producerName }, true);
  const others = initializer.filter((one) => parameters.has(one.name) && !weights.has(one.name));
  const lengths = others.map(({ dims }) => Number(dims.reduce((total, n) => total * n, 1n)));
  if (lengths.reduce((total, length) => total + length, 0) > mostNumbers) return undefined;
  others.forEach((tensor, i) => {
    tensor.rawData = new Uint8Array(4 * lengths[i]);
  });
  const bytes = toBinary(ModelProtoSchema, proto);
  return networkOf(readModel(bytes, { weightsAsInputs: true, blank: true }));
}
