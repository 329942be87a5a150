import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { readData, readHead } from '../read';
import type { DataContext } from '../source';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';

/**
 * The IDX format (LeCun, Cortes and Burges, "The MNIST database"): two zero bytes, a byte for the type, a byte for the
 * number of dimensions, the dimensions as big-endian 32-bit integers, then the values: unsigned bytes, for labels also larger
 * integers.
 */
export interface IdxHeader {
  readonly shape: readonly number[];
  readonly type: number;
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

type Read = (view: DataView, at: number) => number;

/** The integers labels may be besides bytes: their size, and how they are read. */
const wholeTypes: Readonly<Record<number, { size: number; read: Read }>> = {
  0x0b: { size: 2, read: (view, at) => view.getInt16(at) },
  0x0c: { size: 4, read: (view, at) => view.getInt32(at) },
};

/** What a file is read for. */
type Use = 'pixels' | 'labels';

/** Longest header: four bytes and 255 dimensions. */
const longestIdxHeader = 4 + 255 * 4;

const hex = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

/** Reads the header of an IDX file; throws `DataError`. */
function parseIdxHeader(bytes: Uint8Array, file: string, use: Use): IdxHeader {
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
  if (type !== 0x08 && !(use === 'labels' && type in wholeTypes)) {
    const [expected, advice] =
      use === 'labels'
        ? ['unsigned bytes or integers', 'Save the labels as such.']
        : ['unsigned bytes', 'Save the pixels as bytes 0..255.'];
    throw new DataError(
      'bad-format',
      `${file} holds ${types[type]}; expected ${expected}. ${advice}`,
      file,
    );
  }
  const length = 4 + 4 * rank;
  if (bytes.length < length) {
    throw truncated(file, `it ends within its header, after ${bytes.length} of ${length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, type, length };
}

/** The header of an IDX file, without the rest; throws `DataError`. */
export async function readIdxHeader(
  file: string,
  context: DataContext,
  use: Use,
): Promise<IdxHeader> {
  return parseIdxHeader((await readHead(file, longestIdxHeader, context)).bytes, file, use);
}

/** Bytes of a whole IDX file, by its first ones; throws `DataError`. */
function idxLength(head: Uint8Array, file: string, use: Use): number {
  const header = parseIdxHeader(head, file, use);
  const total = header.length + bytesIn(header);
  assertFits(total, `Reading ${file}`, 'Use a smaller file.', file);
  return total;
}

const sizeOf = ({ type }: IdxHeader): number => wholeTypes[type]?.size ?? 1;

const bytesIn = (header: IdxHeader): number =>
  header.shape.includes(0) ? 0 : elements(header.shape) * sizeOf(header);

/** Reads the pixels of an IDX file; throws `DataError` unless it has as many as its header says. */
export const readIdx = async (file: string, context: DataContext) => {
  const { header, bytes } = await readBytes(file, context, 'pixels');
  return { shape: header.shape, values: bytes };
};

/** Reads the labels of an IDX file; throws `DataError` unless it has as many as its header says. */
export async function readIdxLabels(
  file: string,
  context: DataContext,
): Promise<{ shape: readonly number[]; values: Uint8Array | Int32Array }> {
  const { header, bytes } = await readBytes(file, context, 'labels');
  const whole = wholeTypes[header.type];
  if (!whole) return { shape: header.shape, values: bytes };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const labels = new Int32Array(bytes.length / whole.size);
  for (let i = 0; i < labels.length; i++) labels[i] = whole.read(view, i * whole.size);
  return { shape: header.shape, values: labels };
}

async function readBytes(
  file: string,
  context: DataContext,
  use: Use,
): Promise<{ header: IdxHeader; bytes: Uint8Array }> {
  const { bytes, more } = await readData(file, context, longestIdxHeader, (head) =>
    idxLength(head, file, use),
  );
  const header = parseIdxHeader(bytes, file, use);
  const { shape, length } = header;
  const size = sizeOf(header);
  const expected = bytesIn(header) / size;
  const found = Math.floor((bytes.length - length) / size);
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
  return { header, bytes: bytes.subarray(length) };
}

const truncated = (file: string, what: string) =>
  new DataError('truncated', `${file} is truncated: ${what}. Download the file again.`, file);
