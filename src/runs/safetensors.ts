import { createHash } from 'node:crypto';
import * as z from 'zod';
import { RunError } from './runError';
import { elements } from '../shape/elements';

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
export const encodeSafetensors = (content: Safetensors): Uint8Array =>
  Buffer.concat(safetensorsParts(content));

/** The pieces a file is made of, in their order; the tensors are not copied. */
export function safetensorsParts({ tensors, metadata }: Safetensors): readonly Uint8Array[] {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [key, { shape, data }] of tensors) {
    header[key] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const data = Array.from(tensors.values(), (tensor) => bytesOf(tensor.data));
  const digest = new Digest(header);
  for (const bytes of data) digest.update(bytes);
  header.__metadata__ = { ...metadata, [digestKey]: digest.value };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' '); // keeps the data aligned
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return [length, padded, ...data];
}

/** Reads a file's bytes back; throws a `RunError` (`bad-checkpoint`) when they are torn or changed. */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = dataStart(buffer, buffer.length, file);
  const data = buffer.subarray(start);
  const layout = readHeader(buffer.toString('utf8', 8, start), data.length, file);
  layout.digest.update(data);
  layout.verify();
  const tensors = new Map<string, StoredTensor>();
  for (const { key, shape, begin, end } of layout.entries) {
    const values = new Float32Array((end - begin) / 4);
    bytesOf(values).set(data.subarray(begin, end));
    tensors.set(key, { shape, data: values });
  }
  return { tensors, metadata: layout.metadata };
}

export const damaged = (file: string, what: string, cause?: unknown): RunError =>
  new RunError('bad-checkpoint', `${file} is damaged: ${what}.`, undefined, { cause });

/** Where the data begin in a file of `size` bytes that starts with `head`. */
export function dataStart(head: Buffer, size: number, file: string): number {
  if (head.length < 8) throw damaged(file, 'it has no header');
  const start = 8 + Number(head.readBigUInt64LE(0));
  if (start > size) throw damaged(file, 'its header is cut off');
  return start;
}

/** What the header of a file says. */
export interface Layout {
  readonly metadata: Readonly<Record<string, string>>;
  /** Where each tensor's bytes are in the data, in the order of the file. */
  readonly entries: readonly {
    readonly key: string;
    readonly shape: readonly number[];
    readonly begin: number;
    readonly end: number;
  }[];
  /** Takes the data, from begin to end. */
  readonly digest: Digest;
  /** Throws when the data is not what the header was made for. */
  verify(): void;
}

/** Reads a header that stands before `dataLength` bytes. */
export function readHeader(json: string, dataLength: number, file: string): Layout {
  try {
    const header = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
    const { __metadata__: stored, ...described } = header;
    const { [digestKey]: expected, ...metadata } = headerMetadata.parse(stored ?? {});
    const entries = Object.entries(described).map(([key, value]) => {
      const { dtype, shape, data_offsets: range } = entry.parse(value);
      const [begin, end] = range;
      if (dtype !== 'F32')
        throw damaged(file, `\`${key}\` has type ${dtype} where F32 is expected`);
      const count = elements(shape);
      if (end - begin !== 4 * count) throw damaged(file, `the size of \`${key}\` is wrong`);
      if (end > dataLength) throw damaged(file, 'it is cut off');
      return { key, shape, begin, end };
    });
    if (Math.max(0, ...entries.map(({ end }) => end)) !== dataLength)
      throw damaged(file, 'its length is wrong');
    const digest = new Digest({ ...header, __metadata__: metadata });
    const verify = (): void => {
      if (expected !== undefined && expected !== digest.value)
        throw damaged(file, 'its digest does not match');
    };
    return { metadata, entries, digest, verify };
  } catch (error) {
    throw error instanceof RunError ? error : damaged(file, 'its header cannot be read', error);
  }
}

/** At most so many bytes are hashed, or read, at once: less than the system's limit of 2 GiB. */
export const pieceSize = 1 << 28;

/** The SHA-256 digest of a header and the data behind it. */
export class Digest {
  private readonly hash = createHash('sha256');

  constructor(header: Record<string, unknown>) {
    this.hash.update(JSON.stringify(header));
  }

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += pieceSize)
      this.hash.update(bytes.subarray(at, at + pieceSize));
  }

  get value(): string {
    return this.hash.copy().digest('hex');
  }
}

export function bytesOf(data: Float32Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
