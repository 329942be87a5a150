import { create } from '@bufbuild/protobuf';
import type { TensorData } from '../graph/graph';
import { dataTypeOf, elementType } from '../graph/dataTypes';
import { isWidened, typeName, typeWithNumber, widened } from './elementTypes';
import { ModelError } from './modelError';
import {
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType as Type,
  TensorProtoSchema,
} from './onnx_pb';
import { elements } from '../shape/elements';
import { formatShape } from '../text/numbers';

/** Tensors as ONNX stores them. Raw data is little-endian, as all platforms of Node.js are. */

/** Of zero points; graphs have no such type, and read them as int32. */
const int8: number = Type.INT8;

export function writeTensor(
  name: string,
  data: TensorData,
  shape: readonly number[],
  dataType = dataTypeOf(data),
): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dims: shape.map((length) => BigInt(length)),
    dataType: elementType[dataType],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

/** A tensor's elements (of bools 0 or 1) and shape; throws `ModelError` for element types graphs do not have. */
export function readTensor(tensor: TensorProto): { data: TensorData; shape: number[] } {
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) {
    const text = `tensor '${tensor.name}' is stored in another file; save the model as one file`;
    throw new ModelError('unreadable', text);
  }
  const shape = tensor.dims.map(Number);
  const data = dataOf(tensor);
  if (data.length !== elements(shape)) {
    const text = `tensor '${tensor.name}' has ${data.length} elements for ${formatShape(shape)}`;
    throw new ModelError('unreadable', text);
  }
  return { data, shape };
}

function dataOf(tensor: TensorProto): TensorData {
  const type = typeWithNumber(tensor.dataType);
  const raw = tensor.rawData.length > 0;
  // A copy: raw data may start at any byte of the file, and typed arrays want them aligned.
  const bytes = (width: number): ArrayBuffer => {
    if (tensor.rawData.length % width === 0) return new Uint8Array(tensor.rawData).buffer;
    throw new ModelError('unreadable', `the data of tensor '${tensor.name}' is cut off`);
  };
  if (isWidened(tensor.dataType)) {
    const bits = raw ? new Uint16Array(bytes(2)) : Uint16Array.from(tensor.int32Data);
    return widened(tensor.dataType, bits);
  }
  if (tensor.dataType === int8) {
    return Int32Array.from(raw ? new Int8Array(bytes(1)) : tensor.int32Data);
  }
  switch (type) {
    case 'float32':
      return raw ? new Float32Array(bytes(4)) : Float32Array.from(tensor.floatData);
    case 'int64':
      return raw ? new BigInt64Array(bytes(8)) : BigInt64Array.from(tensor.int64Data);
    case 'int32':
      return raw ? new Int32Array(bytes(4)) : Int32Array.from(tensor.int32Data);
    case 'bool':
    case 'uint8':
      return raw ? new Uint8Array(bytes(1)) : Uint8Array.from(tensor.int32Data);
    case undefined: {
      const text = `tensor '${tensor.name}' has the element type ${typeName(tensor.dataType)}`;
      throw new ModelError('unsupportedType', `${text}, which is not supported`);
    }
  }
}
