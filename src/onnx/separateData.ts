import { create } from '@bufbuild/protobuf';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation as Location,
  TensorProtoSchema,
} from './onnx_pb';

/** Bytes of stored tensors that one file takes: protobuf's 2 GiB, less 64 MiB for all that is not weights. */
export const mostInOneFile = 2 ** 31 - 2 ** 26;

/** Tensors of fewer bytes stay in the model: those that shapes are computed from, among others. */
const leastApart = 1024;

/** Bytes that ONNX advises offsets to be multiples of, so that systems can map tensors into memory. */
const page = 4096;

/** A model without the data of its large tensors, and the file that holds them. */
export interface Separated {
  readonly model: ModelProto;
  /** What the file holds, piece after piece. */
  readonly pieces: readonly Uint8Array[];
}

/**
 * Moves the data of a model's large tensors to a file beside it, when its tensors together have more than `most` bytes; undefined when
 * they do not. `location`: that file's name. The model that is given stays as it is.
 */
export function separateData(
  model: ModelProto,
  location: string,
  most = mostInOneFile,
): Separated | undefined {
  const { initializer = [] } = model.graph ?? {};
  const total = initializer.reduce((sum, { rawData }) => sum + rawData.length, 0);
  if (total <= most) return undefined;
  const pieces: Uint8Array[] = [];
  let end = 0;
  const apart = (tensor: TensorProto): TensorProto => {
    const { name, dims, dataType, rawData } = tensor;
    if (rawData.length < leastApart) return tensor;
    const offset = Math.ceil(end / page) * page;
    pieces.push(new Uint8Array(offset - end), rawData);
    end = offset + rawData.length;
    const place = { location, offset: String(offset), length: String(rawData.length) };
    return create(TensorProtoSchema, {
      ...{ name, dims, dataType, dataLocation: Location.EXTERNAL },
      externalData: Object.entries(place).map(([key, value]) => ({ key, value })),
    });
  };
  return { model: withGraph(model, { initializer: initializer.map(apart) }), pieces };
}

/** A model with another graph; what is not named is shared with it. */
export function withGraph(
  model: ModelProto,
  changes: Partial<Pick<GraphProto, 'initializer' | 'output'>>,
): ModelProto {
  const graph = model.graph ?? create(GraphProtoSchema);
  return create(ModelProtoSchema, {
    ...model,
    graph: create(GraphProtoSchema, { ...graph, ...changes }),
  });
}
