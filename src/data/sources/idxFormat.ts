import { DataError } from '../dataset';

/**
 * The IDX format (LeCun, Cortes and Burges, "The MNIST database"): two zero bytes, a byte for the type, a byte for the
 * number of dimensions, the dimensions as big-endian 32-bit integers, then the values. Only unsigned bytes are read.
 */
export interface IdxHeader {
  readonly shape: readonly number[];
  /** Where the values start. */
  readonly length: number;
}

const types: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes',
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floating-point numbers',
  0x0e: '64-bit floating-point numbers',
};

/** Longest header: four bytes and 255 dimensions. */
export const longestIdxHeader = 4 + 255 * 4;

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

/** Reads the header of an IDX file; throws `DataError`. */
export function parseIdxHeader(bytes: Uint8Array, file: string): IdxHeader {
  if (bytes.length < 4) {
    throw truncated(
      file,
      `it has ${bytes.length} bytes, fewer than the 4 every IDX file starts with`,
    );
  }
  const [zero1, zero2, type, rank] = bytes;
  if (zero1 !== 0 || zero2 !== 0 || !(type in types) || rank === 0) {
    throw new DataError(
      'bad-format',
      `${file} is not an IDX file: it starts with ${hex(bytes.subarray(0, 4))}; expected 00 00 08 and the number of ` +
        'dimensions, as in 00 00 08 03 for images and 00 00 08 01 for labels. Give the file another source or get it again.',
      file,
    );
  }
  if (type !== 0x08) {
    throw new DataError(
      'bad-format',
      `${file} holds ${types[type]}; expected unsigned bytes. Save the pixels as bytes 0..255.`,
      file,
    );
  }
  const length = 4 + 4 * rank;
  if (bytes.length < length) {
    throw truncated(file, `it ends within its header, after ${bytes.length} of ${length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, length };
}

/** The values of an IDX file, not copied; throws `DataError` unless it has as many as its header says. */
export function parseIdx(
  bytes: Uint8Array,
  file: string,
): { shape: readonly number[]; values: Uint8Array } {
  const { shape, length } = parseIdxHeader(bytes, file);
  const expected = shape.reduce((product, extent) => product * extent, 1);
  const found = bytes.length - length;
  if (expected === 0) {
    throw new DataError(
      'empty',
      `${file} holds no samples: its shape is ${shape.join('×')}.`,
      file,
    );
  }
  if (found < expected) {
    throw truncated(
      file,
      `it has ${found} of the ${expected} values (${shape.join('×')}) its header announces`,
    );
  }
  if (found > expected) {
    throw new DataError(
      'bad-format',
      `${file} has ${found} values, more than the ${expected} (${shape.join('×')}) its header announces. Get the file again.`,
      file,
    );
  }
  return { shape, values: bytes.subarray(length) };
}

const truncated = (file: string, what: string) =>
  new DataError('truncated', `${file} is truncated: ${what}. Get the file again.`, file);
