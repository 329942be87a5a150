import { elements } from '../../shape/elements';
import { placeIn } from '../../shape/place';
import { formatShape } from '../../text/numbers';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { type Pieces, readData, readHead } from '../read';
import { breathe, type DataContext } from '../source';
import { sharedBytes } from '../stored';

/**
 * NumPy's format: the magic string, a version, the length of a header, the header as a Python dictionary (type of the
 * numbers, their order, the shape), then the numbers. Object arrays are programs (pickles) and never read.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export interface NpyHeader {
  readonly shape: readonly number[];
  readonly type: keyof typeof readers;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  /** Where the numbers start. */
  readonly length: number;
}

/** Numbers in C order: bytes where they were bytes, else in float32. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array;
}

type Read = (view: DataView, at: number, little: boolean) => number;

const word = 2 ** 32;

/** How a number of each type is read; the digit is its bytes. */
const readers = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) =>
    view.getUint32(at + (little ? 4 : 0), little) * word +
    view.getUint32(at + (little ? 0 : 4), little),
  i8: (view, at, little) =>
    view.getInt32(at + (little ? 4 : 0), little) * word +
    view.getUint32(at + (little ? 0 : 4), little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
} satisfies Record<string, Read>;

const isRead = (type: string): type is keyof typeof readers => Object.hasOwn(readers, type);

const sizeOf = ({ type }: NpyHeader): number => Number(type[1]);

/** A longer header is none of numbers. */
const longestHeader = 1 << 16;

/** Reads the header of an array; `what` names it for messages. Throws `DataError`. */
function parseNpyHeader(bytes: Uint8Array, what: string, file: string): NpyHeader {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, longestHeader));
  const bad = (found: string, advice: string) =>
    new DataError('bad-format', `${what} ${found}. ${advice}`, file);
  if (head.toString('latin1', 0, 6) !== '\x93NUMPY' || head.length < 12) {
    throw bad('is not an array of NumPy', 'Save it with `numpy.save`.');
  }
  const [start, long] = head[6] === 1 ? [10, head.readUInt16LE(8)] : [12, head.readUInt32LE(8)];
  const length = start + long;
  if (length > head.length)
    throw bad('ends within its header, or has a far too long one', 'Save it again.');
  const text = head.toString('latin1', start, length);
  const descr = /'descr':\s*('([^']*)'|[^,]*)/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text);
  if (!descr || !order || !shape) throw bad('has a header that cannot be read', 'Save it again.');
  const [, endian = '', type = ''] = /^([<>|=])(\w+)$/.exec(descr[2] ?? '') ?? [];
  if (!isRead(type)) {
    const found = type === 'O' ? 'Python objects' : `values of the type ${descr[1]}`;
    throw bad(
      `holds ${found}; expected numbers (${Object.keys(readers).join(', ')})`,
      "Save it as numbers, as with `.astype('float32')`.",
    );
  }
  const extents = shape[1].split(',').map((extent) => extent.trim());
  return {
    shape: extents.filter((extent) => extent !== '').map(Number),
    type,
    bigEndian: endian === '>',
    fortran: order[1] === 'True',
    length,
  };
}

const valuesIn = ({ shape }: NpyHeader): number => (shape.includes(0) ? 0 : elements(shape));

/** Shape and type of an array, without the rest; throws `DataError`. */
export async function readNpyHeader(
  file: string,
  what: string,
  context: DataContext,
  pieces?: Pieces,
): Promise<NpyHeader> {
  const { bytes } = await readHead(file, longestHeader, context, pieces);
  return parseNpyHeader(bytes, what, file);
}

/**
 * Reads an array; throws `DataError` unless it has as many numbers as its header says, and all are finite, or NaN where some may be
 * `missing`.
 */
export async function readNpy(
  file: string,
  what: string,
  context: DataContext,
  missing: boolean,
  pieces?: Pieces,
): Promise<NumpyArray> {
  const { bytes, more } = await readData(
    file,
    context,
    longestHeader,
    (head) => {
      const header = parseNpyHeader(head, what, file);
      const count = valuesIn(header);
      // What was read and what becomes of it.
      assertFits((sizeOf(header) + 4) * count, `Reading ${what}`, 'Save fewer samples.', file);
      return header.length + sizeOf(header) * count;
    },
    pieces,
  );
  const header = parseNpyHeader(bytes, what, file);
  const found = bytes.length - header.length;
  const expected = sizeOf(header) * valuesIn(header);
  if (found !== expected || more) {
    throw new DataError(
      found < expected ? 'truncated' : 'bad-format',
      `${what} has ${found < expected ? `${found} of the` : 'more than the'} ${expected} bytes its header announces, of the ` +
        `shape ${formatShape(header.shape)}. Save it again.`,
      file,
    );
  }
  const values = await numbers(bytes.subarray(header.length), header, what, file, missing, context);
  return { shape: header.shape, values };
}

async function numbers(
  bytes: Uint8Array,
  header: NpyHeader,
  what: string,
  file: string,
  missing: boolean,
  context: DataContext,
): Promise<Uint8Array | Float32Array> {
  const { type, bigEndian, fortran, shape } = header;
  if (type === 'u1' && !fortran) return bytes;
  const size = sizeOf(header);
  const count = valuesIn(header);
  const read: Read = readers[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { buffer } = sharedBytes(count * (type === 'u1' ? 1 : 4));
  const values = type === 'u1' ? new Uint8Array(buffer) : new Float32Array(buffer);
  const place = fortran ? fortranPlaces(shape) : (index: number) => index;
  for (let i = 0; i < count; i++) {
    if (i % 1_000_000 === 0) await breathe(context, `Reading ${what}`, i / count);
    values[i] = read(view, place(i) * size, !bigEndian);
    if (Number.isFinite(values[i]) || (missing && Number.isNaN(values[i]))) continue;
    const [found, advice] = Number.isNaN(values[i])
      ? ['a missing number (NaN)', 'Fill it in, or leave the sample out.']
      : ['a number that is infinite or too large for float32,', 'Scale the numbers.'];
    throw new DataError(
      'bad-format',
      `${what} has ${found} at [${placeIn(shape, i).join(', ')}]. ${advice}`,
      file,
    );
  }
  return values;
}

/** Where, in Fortran order, the number stands that is `index` in C order. */
function fortranPlaces(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => elements(shape.slice(0, axis)));
  return (index) => {
    let place = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (index % shape[axis]) * strides[axis];
      index = Math.floor(index / shape[axis]);
    }
    return place;
  };
}
