import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** @typedef {{ name: string, size: number, compressed: number, offset: number }} ZipEntry */

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;

/**
 * The entries of a zip file, as its central directory lists them (files under 4 GB).
 * @param {string} file
 * @returns {ZipEntry[]}
 */
export function zipEntries(file) {
  const bytes = readFileSync(file);
  let end = bytes.length - endLength;
  while (end >= 0 && bytes.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  const entries = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error(`${file} is damaged at ${at}.`);
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      size: bytes.readUInt32LE(at + 24),
      compressed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * The text of one entry, which must be compressed by deflate as nearly all are.
 * @param {string} file
 * @param {string} name
 */
export function readZipText(file, name) {
  const entry = zipEntries(file).find((each) => each.name === name);
  if (!entry) throw new Error(`${file} has no ${name}.`);
  const bytes = readFileSync(file);
  const { offset, compressed } = entry;
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  return inflateRawSync(bytes.subarray(start, start + compressed)).toString('utf8');
}
