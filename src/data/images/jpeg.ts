import { decode } from 'jpeg-js';
import { memoryLimit } from '../memoryLimit';
import { planar, type Picture, type PictureHeader } from './picture';

/** JPEG (ITU-T T.81): segments, each a marker with its length; a frame header has the size. */

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Markers of frame headers: C0 to CF but those of Huffman tables, arithmetic conditioning and an extension. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** What the frame header says; throws an error that says what is wrong. */
export function jpegHeader(bytes: Uint8Array): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff) break;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) {
      const channels = bytes[at + 9] === 1 ? 1 : 3;
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), channels };
    } else at += 2 + view.getUint16(at + 2);
  }
  throw new Error('no frame header was found');
}

/** Decodes a baseline or progressive picture. Throws an error that says what is wrong. */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const { channels } = jpegHeader(bytes);
  const { data, width, height } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxMemoryUsageInMB: memoryLimit() / 2 ** 20,
  });
  return planar({ width, height, channels }, data, 3);
}
