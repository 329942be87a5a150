import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { readData, readHead } from '../read';
import type { DataContext } from '../source';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';

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
const longestIdxHeader = 4 + 255 * 4;

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

/** Reads the header of an IDX file; throws `DataError`. */
function parseIdxHeader(bytes: Uint8Array, file: string): IdxHeader {
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
        'dimensions, as in 00 00 08 03 for images and 00 00 08 01 for labels. Use another source for this file, or download it again.',
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

/** The header of an IDX file, without the rest; throws `DataError`. */
export async function readIdxHeader(file: string, context: DataContext): Promise<IdxHeader> {
  return parseIdxHeader((await readHead(file, longestIdxHeader, context)).bytes, file);
}

/** Bytes of a whole IDX file, by its first ones; throws `DataError`. */
function idxLength(head: Uint8Array, file: string): number {
  const { shape, length } = parseIdxHeader(head, file);
  const total = length + valuesIn(shape);
  assertFits(total, `Reading ${file}`, 'Use a smaller file.', file);
  return total;
}

const valuesIn = (shape: readonly number[]): number => (shape.includes(0) ? 0 : elements(shape));

/** Reads an IDX file; throws `DataError` unless it has as many values as its header says. */
export async function readIdx(
  file: string,
  context: DataContext,
): Promise<{ shape: readonly number[]; values: Uint8Array }> {
  const { bytes, more } = await readData(file, context, longestIdxHeader, (head) =>
    idxLength(head, file),
  );
  const { shape, length } = parseIdxHeader(bytes, file);
  const expected = valuesIn(shape);
  const found = bytes.length - length;
  if (expected === 0) {
    throw new DataError(
      'empty',
      `${file} holds no samples: its shape is ${formatShape(shape)}.`,
      file,
    );
  }
  if (found < expected) {
    throw truncated(
      file,
      `it has ${found} of the ${expected} values its header announces, of the shape ${formatShape(shape)}`,
    );
  }
  if (more) {
    throw new DataError(
      'bad-format',
      `${file} has more than the ${expected} values its header announces, of the shape ${formatShape(shape)}. Download the file again.`,
      file,
    );
  }
  return { shape, values: bytes.subarray(length) };
}

const truncated = (file: string, what: string) =>
  new DataError('truncated', `${file} is truncated: ${what}. Download the file again.`, file);
