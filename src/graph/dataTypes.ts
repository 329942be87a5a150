import type { DataType, TensorData } from './graph';

/** ONNX's numbers for element types (TensorProto.DataType), as the `to` attribute of `Cast` wants them. */
export const elementType = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
} as const satisfies Record<DataType, number>;

/** The data type with an ONNX number, undefined for types graphs do not have. */
export const dataTypeWithNumber = (number: number): DataType | undefined =>
  (Object.keys(elementType) as DataType[]).find((type) => elementType[type] === number);

export function dataTypeOf(data: TensorData): DataType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof BigInt64Array) return 'int64';
  if (data instanceof Int32Array) return 'int32';
  return 'uint8';
}
