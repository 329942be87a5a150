import { deflateSync } from 'node:zlib';
import { crc32 } from './crc32';

export const numbers = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};

export const chunk = (type: string, data: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([numbers(data.length), body, numbers(crc32(body))]);
};

/** A PNG file by its definition; `raw` has the rows, each with the byte of its filter. */
export const png = (
  [width, height, depth, type]: readonly number[],
  raw: Uint8Array,
  { interlace = 0, packed = deflateSync(raw), more = Buffer.alloc(0) } = {},
) =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk(
      'IHDR',
      Buffer.concat([numbers(width, height), Buffer.from([depth, type, 0, 0, interlace])]),
    ),
    more,
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);

/** A picture in colour, eight bits a channel. */
export function pngBytes(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Buffer {
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => colour(x, y)).flat(),
  ]);
  return png([width, height, 8, 2], Uint8Array.from(rows.flat()));
}
