import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RunError } from './error';

/**
 * The safetensors format (github.com/huggingface/safetensors): an 8-byte little-endian header length, a JSON header with
 * each tensor's type, shape and byte range, then the bytes. Only float32 tensors are needed here.
 */

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerMetadata = z.record(z.string(), z.string());
/** The key under which the digest of everything else is kept in the metadata. */
const digestKey = 'sha256';

/** Serializes tensors; the metadata gains a SHA-256 digest of header and data. */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [key, { shape, data }] of tensors) {
    header[key] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const data = Buffer.alloc(end);
  let offset = 0;
  for (const tensor of tensors.values()) {
    bytesOf(tensor.data).copy(data, offset);
    offset += tensor.data.byteLength;
  }
  header.__metadata__ = { ...metadata, [digestKey]: digest(header, data) };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' '); // keeps the data aligned
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, data]);
}

/** Reads a file's bytes back; throws a `RunError` (`bad-checkpoint`) when they are torn or changed. */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const bad = (what: string, cause?: unknown) =>
    new RunError('bad-checkpoint', `${file} is damaged: ${what}.`, undefined, { cause });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8) throw bad('it has no header');
  const length = Number(buffer.readBigUInt64LE(0));
  if (length > buffer.length - 8) throw bad('its header is cut off');
  const data = buffer.subarray(8 + length);
  try {
    const header = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(buffer.toString('utf8', 8, 8 + length)));
    const { __metadata__: stored, ...entries } = header;
    const { [digestKey]: expected, ...metadata } = headerMetadata.parse(stored ?? {});
    const tensors = new Map<string, StoredTensor>();
    let end = 0;
    for (const [key, value] of Object.entries(entries)) {
      const { dtype, shape, data_offsets: range } = entry.parse(value);
      if (dtype !== 'F32') throw bad(`\`${key}\` has type ${dtype} where F32 is expected`);
      const count = shape.reduce((product, n) => product * n, 1);
      if (range[1] - range[0] !== 4 * count) throw bad(`the size of \`${key}\` is wrong`);
      if (range[1] > data.length) throw bad('it is cut off');
      end = Math.max(end, range[1]);
      tensors.set(key, { shape, data: floats(data.subarray(range[0], range[1])) });
    }
    if (end !== data.length) throw bad('its length is wrong');
    if (expected !== undefined && expected !== digest({ ...header, __metadata__: metadata }, data))
      throw bad('its digest does not match');
    return { tensors, metadata };
  } catch (error) {
    throw error instanceof RunError ? error : bad('its header cannot be read', error);
  }
}

function digest(header: Record<string, unknown>, data: Uint8Array): string {
  return createHash('sha256').update(JSON.stringify(header)).update(data).digest('hex');
}

function bytesOf(data: Float32Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function floats(bytes: Buffer): Float32Array {
  const copy = new Float32Array(bytes.length / 4);
  bytesOf(copy).set(bytes);
  return copy;
}
