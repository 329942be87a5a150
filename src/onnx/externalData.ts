import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelError } from './modelError';
import {
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation as Location,
} from './onnx_pb';

/** Where a tensor's bytes lie. */
export interface ExternalPart {
  readonly tensor: string;
  /** Path of a file, from the folder of the model. */
  readonly location: string;
  readonly offset: number;
  /** Absent: up to the end of the file. */
  readonly length?: number;
}

/** What protobuf lets a file hold. */
const mostBytes = 2 ** 31 - 1;

/**
 * The model as one file: tensors whose bytes lie in other files get them. The same bytes when there are none, or when
 * this is no model at all. Throws `ModelError`, and what `read` throws.
 */
export function withExternalData(
  bytes: Uint8Array,
  read: (part: ExternalPart) => Uint8Array,
  /** The others stay where they are. */
  isWanted: (part: ExternalPart) => boolean = () => true,
): Uint8Array {
  const model = parsed(bytes);
  const all = model ? externalTensors(model) : [];
  const tensors = all.filter((tensor) => isWanted(partOf(tensor)));
  if (!model || tensors.length === 0) return bytes;
  let total = bytes.length;
  for (const tensor of tensors) {
    const part = partOf(tensor);
    total += part.length ?? 0;
    const data = total <= mostBytes ? read(part) : undefined;
    if (!data || (part.length === undefined && (total += data.length) > mostBytes)) {
      const text = 'with the data of its other files the model has more than 2 GiB';
      throw new ModelError('unreadable', `${text}, which is not supported`);
    }
    tensor.rawData = data;
    tensor.externalData = [];
    tensor.dataLocation = Location.DEFAULT;
  }
  return toBinary(ModelProtoSchema, model);
}

function parsed(bytes: Uint8Array): ModelProto | undefined {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch {
    return undefined;
  }
}

function externalTensors({ graph }: ModelProto): TensorProto[] {
  const constants = (graph?.node ?? []).flatMap(({ attribute }) =>
    attribute.flatMap(({ t, tensors }) => [...(t ? [t] : []), ...tensors]),
  );
  return [...(graph?.initializer ?? []), ...constants].filter(
    ({ dataLocation }) => dataLocation === Location.EXTERNAL,
  );
}

/** Where a tensor says that its bytes lie. Throws `ModelError`. */
export function partOf({ name, externalData }: TensorProto): ExternalPart {
  const values = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = values.get('location');
  if (!location)
    throw new ModelError('unreadable', `tensor '${name}' is stored in a file without a name`);
  const number = (key: string): number | undefined => {
    const text = values.get(key);
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value)) return value;
    throw new ModelError('unreadable', `tensor '${name}' has the ${key} '${text.slice(0, 40)}'`);
  };
  const length = number('length');
  return {
    tensor: name,
    location,
    offset: number('offset') ?? 0,
    ...(length !== undefined && { length }),
  };
}
