import { dataTypeWithNumber } from '../graph/dataTypes';
import type { DataType } from '../graph/graph';
import { TensorProto_DataType as Type } from './onnx_pb';

/** The element types of models: those graphs have, and floats of 16 bits, which are read as float32. */

const float16: number = Type.FLOAT16;
const bfloat16: number = Type.BFLOAT16;

/** Whether a type's values are computed as float32, with which all of them can be written. */
export const isWidened = (number: number): boolean => number === float16 || number === bfloat16;

/** The data type that graphs use for an element type, undefined for those that are not read: graphs must run on all devices. */
export function typeWithNumber(number: number): Exclude<DataType, 'float64'> | undefined {
  if (isWidened(number)) return 'float32';
  const type = dataTypeWithNumber(number);
  return type === 'float64' ? undefined : type;
}

/** ONNX's name of an element type, or its number where it stands for none or is newer than the schema. */
export const typeName = (number: Type): string =>
  number === Type.UNDEFINED || !(number in Type) ? `number ${number}` : Type[number].toLowerCase();

const sign = (bits: number): number => (bits & 0x8000 ? -1 : 1);

/** A float of 1 sign, 5 exponent and 10 fraction bits (IEEE 754-2008, binary16). */
function halfValue(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign(bits) * Infinity;
  if (exponent === 0) return sign(bits) * fraction * 2 ** -24;
  return sign(bits) * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The values of floats of 16 bits; those of bfloat16 are the upper halves of float32. */
export function widened(number: number, bits: Uint16Array): Float32Array {
  if (number === float16) return Float32Array.from(bits, halfValue);
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}
