import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { snappyUncompress } from 'hyparquet';

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

/** How the bytes of a page are unpacked that become `length` bytes; throw where they would become more. */
const unpackers: Readonly<Record<string, Unpack>> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: (bytes, length) => {
    // Three bytes stand for 64 at most.
    if (length > 32 * bytes.length) throw new RangeError('a page announces too many bytes');
    const unpacked = new Uint8Array(length);
    snappyUncompress(bytes, unpacked);
    return unpacked;
  },
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => {
    const unpacked = new Uint8Array(length);
    let at = 0;
    new Decompress((piece) => {
      if (at + piece.length > length) throw new RangeError('a page unpacks to too many bytes');
      unpacked.set(piece, at);
      at += piece.length;
    }).push(bytes, true);
    return unpacked.subarray(0, at);
  },
};

export const isCodec = (codec: string): boolean => Object.hasOwn(unpackers, codec);
export const codecs = Object.keys(unpackers);

/** The bytes of a page; throws where they are not `length`. */
export function decompress(codec: string, bytes: Uint8Array, length: number): Uint8Array {
  const unpacked = unpackers[codec](bytes, length);
  if (unpacked.length !== length) throw new RangeError('a page has another length than announced');
  return unpacked;
}
