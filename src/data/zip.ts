import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { DataError } from './dataset';
import type { Pieces } from './read';
import type { DataContext } from './source';

/**
 * A ZIP archive (PKWARE, APPNOTE): files, stored or deflated, then a directory that says where they are, then its end. Those
 * of more than 4 GiB, which say so elsewhere, are refused: no array could hold them.
 */
interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly packed: number;
  readonly size: number;
  readonly checksum: number;
  /** Where its own header begins. */
  readonly at: number;
}

const endSize = 22;
const longestComment = 0xffff;
const pieceSize = 1 << 18;
/** A larger directory belongs to no archive of arrays. */
const mostDirectory = 1 << 24;

const damaged = (file: string, what: string) =>
  new DataError(
    'bad-format',
    `${file} is no ZIP archive that can be read: ${what}. Save it again.`,
    file,
  );

/** The files of an archive; throws `DataError`. */
export const zipEntries = (file: string, context: DataContext): Promise<readonly ZipEntry[]> =>
  withFile(file, context, (handle, size) => directory(handle, size, file));

/** One file of an archive, piece by piece, its checksum compared; throws `DataError`. */
export const zipPieces = (entry: ZipEntry): Pieces =>
  async function* (file, context, opened) {
    const handle = await opening(file);
    try {
      opened?.(entry.size);
      let length = 0;
      let checksum = 0;
      for await (const piece of await unpacked(handle, entry, file)) {
        context.signal?.throwIfAborted();
        length += piece.length;
        if (length > entry.size) break;
        checksum = crc32(piece, checksum);
        yield piece;
      }
      if (length !== entry.size || checksum !== entry.checksum) {
        throw damaged(file, `\`${entry.name}\` is not what the archive says it is`);
      }
    } catch (error) {
      if (error instanceof DataError || context.signal?.aborted) throw error;
      throw damaged(file, `\`${entry.name}\` is damaged (${(error as Error).message})`);
    } finally {
      await handle.close();
    }
  };

async function opening(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new DataError('unreadable', `${file} cannot be read: ${message}.`, file);
  }
}

async function withFile<T>(
  file: string,
  context: DataContext,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const handle = await opening(file);
  try {
    const { size, mtimeMs: modified } = await handle.stat();
    context.onRead?.({ path: file, size, modified });
    return await use(handle, size);
  } finally {
    await handle.close();
  }
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

async function directory(handle: FileHandle, size: number, file: string): Promise<ZipEntry[]> {
  const tailSize = Math.min(size, endSize + longestComment);
  const tail = await bytesAt(handle, size - tailSize, tailSize);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + endSize > tail.length) throw damaged(file, 'its directory is missing');
  const [count, length, start] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ];
  if (length > mostDirectory || start + length > size) {
    throw damaged(file, 'its directory is not where it should be');
  }
  const bytes = await bytesAt(handle, start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') {
      throw damaged(file, 'its directory is damaged');
    }
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    if (flags & 1 || (method !== 0 && method !== 8)) {
      throw damaged(file, `\`${name}\` is packed in a way that is not supported`);
    }
    const entry: ZipEntry = {
      name,
      deflated: method === 8,
      checksum: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    if (Math.max(entry.packed, entry.size, entry.at) === 0xffffffff) {
      throw new DataError(
        'too-large',
        `${file}: \`${name}\` has more than 4 GiB. Save fewer samples.`,
        file,
      );
    }
    entries.push(entry);
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

async function unpacked(
  handle: FileHandle,
  entry: ZipEntry,
  file: string,
): Promise<AsyncIterable<Buffer>> {
  const header = await bytesAt(handle, entry.at, 30);
  if (header.length < 30 || header.toString('latin1', 0, 4) !== 'PK\x03\x04') {
    throw damaged(file, `\`${entry.name}\` is not where it should be`);
  }
  const start = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = stored(handle, start, entry.packed);
  if (!entry.deflated) return packed;
  const inflate = createInflateRaw({ chunkSize: pieceSize });
  // A failure ends `inflate` too, which then throws it where it is read.
  pipeline(packed, inflate, () => {});
  return inflate;
}

async function* stored(handle: FileHandle, start: number, length: number) {
  for (let at = 0; at < length;) {
    const piece = await bytesAt(handle, start + at, Math.min(pieceSize, length - at));
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
  }
}
