import { inflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode } from 'fast-png';
import { planar, type Picture, type PictureHeader } from './picture';

/** PNG (ISO/IEC 15948): a signature, then chunks of length, type, data and checksum. */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const headerEnd = 33;

/** Numbers of a pixel by type of colour: grey, RGB, palette, grey with alpha, RGB with alpha. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** First column and row of each pass of Adam7, and the steps to the next ones. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

interface PngHeader extends PictureHeader {
  readonly depth: number;
  readonly samples: number;
  readonly indexed: boolean;
  readonly interlaced: boolean;
}

export const isPng = (bytes: Uint8Array): boolean => signature.equals(bytes.subarray(0, 8));

/** What the first chunk says; throws an error that says what is wrong. */
export function pngHeader(bytes: Uint8Array): PngHeader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < headerEnd || view.toString('latin1', 12, 16) !== 'IHDR') {
    throw new Error('its first chunk is not a header');
  }
  const [depth, type, , , interlace] = view.subarray(24, 29);
  if (!(type in samplesOf)) throw new Error(`it has the unknown type of colour ${type}`);
  return {
    width: view.readUInt32BE(16),
    height: view.readUInt32BE(20),
    channels: type === 0 || type === 4 ? 1 : 3,
    depth,
    samples: samplesOf[type],
    indexed: type === 3,
    interlaced: interlace !== 0,
  };
}

/** Decodes a picture without its transparency; 16 bits become 8. Throws an error that says what is wrong. */
export function decodePng(bytes: Uint8Array): Picture {
  const header = pngHeader(bytes);
  const { depth, samples, indexed } = header;
  if (header.interlaced && depth < 8) {
    throw new Error(`it is interlaced and has ${depth} bits a pixel, which is not supported`);
  }
  const decoded = decode(essential(bytes, header));
  if (indexed) return planar(header, convertIndexedToRgb(decoded), 3);
  if (depth < 8) return planar(header, unpackBits(decoded.data, header), 1);
  const eight = depth === 16 ? decoded.data.map((value) => value >> 8) : decoded.data;
  return planar(header, eight, samples);
}

/** Bytes of all rows, each with a byte for its filter. */
function unpackedLength({ width, height, depth, samples, interlaced }: PngHeader): number {
  const passes = interlaced ? adam7 : [[0, 0, 1, 1]];
  return passes.reduce((sum, [left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    const rows = Math.ceil((height - top) / down);
    return columns > 0 && rows > 0
      ? sum + rows * (1 + Math.ceil((columns * depth * samples) / 8))
      : sum;
  }, 0);
}

/**
 * The file with nothing but what its pixels need: other chunks may hold anything. Throws where the pixels unpack to more
 * or less than the header says, before anything else unpacks them.
 */
function essential(bytes: Uint8Array, header: PngHeader): Uint8Array {
  const needed = ['IHDR', 'IDAT', 'IEND', ...(header.indexed ? ['PLTE'] : [])];
  const kept: Uint8Array[] = [signature];
  const packed: Uint8Array[] = [];
  const found = new Set<string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signature.length; !found.has('IEND');) {
    const end = at + 12 <= bytes.length ? at + 12 + view.getUint32(at) : Infinity;
    if (end > bytes.length) throw new Error('it is truncated');
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (needed.includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
    found.add(type);
    at = end;
  }
  if (header.indexed && !found.has('PLTE')) throw new Error('it has no palette');
  const length = unpackedLength(header);
  const unpacked = inflateSync(Buffer.concat(packed), { maxOutputLength: length });
  if (unpacked.length < length) throw new Error('it has too few pixels');
  return Buffer.concat(kept);
}

/** Grey of 1, 2 or 4 bits as bytes. */
function unpackBits(data: ArrayLike<number>, { width, height, depth }: PngHeader): Uint8Array {
  const row = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * row + (bit >> 3)];
    grey[i] = (255 / most) * ((byte >> (8 - depth - (bit & 7))) & most);
  }
  return grey;
}
