import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from './dataset';
import type { DataContext } from './source';
import { sharedBytes } from './stored';

const pieceSize = 1 << 18;
/** A byte of gzip stands for so many at most. */
const mostUnpacked = 1032;

/**
 * The file piece by piece, unpacked if it is gzip (known by its first bytes, not by its name); closed when nobody reads on.
 * `opened` is told how many bytes it can have at most. Throws `DataError`.
 */
export async function* dataPieces(
  file: string,
  context: DataContext,
  opened?: (most: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let empty = true;
  try {
    const handle = await open(file);
    try {
      const { size, mtimeMs: modified } = await handle.stat();
      context.onRead?.({ path: file, size, modified });
      const first = Buffer.alloc(2);
      await handle.read(first, 0, first.length, 0);
      const packed = first[0] === 0x1f && first[1] === 0x8b;
      opened?.(packed ? size * mostUnpacked : size);
      for await (const piece of packed ? unpacked(handle, size) : stored(handle, size)) {
        context.signal?.throwIfAborted();
        empty = false;
        yield piece;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw describe(error, file, context);
  }
  if (empty) throw new DataError('empty', `${file} is empty. Download the file again.`, file);
}

/** As the file is; its `size` may change meanwhile. */
async function* stored(handle: FileHandle, size: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; ;) {
    const room = Buffer.alloc(Math.min(pieceSize, Math.max(1, size - at)));
    const { buffer, bytesRead } = await handle.read(room, 0, room.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function unpacked(handle: FileHandle, size: number): AsyncIterable<Buffer> {
  const unzip = createGunzip({ chunkSize: pieceSize });
  // A failure ends `unzip` too, which then throws it where it is read.
  pipeline(stored(handle, size), unzip, () => {});
  return unzip;
}

/** Where the pieces of a file come from; `opened` is told how many bytes there are at most. */
export type Pieces = (
  file: string,
  context: DataContext,
  opened?: (most: number) => void,
) => AsyncGenerator<Uint8Array, void>;

/**
 * A file of a length that its first `headSize` bytes tell (all of them, where it has fewer), as far as it goes; `more` when
 * others follow, which are not read.
 */
export async function readData(
  file: string,
  context: DataContext,
  headSize: number,
  lengthOf: (head: Uint8Array) => number,
  pieces: Pieces = dataPieces,
): Promise<{ bytes: Uint8Array; more: boolean }> {
  let most = 0;
  let head: Uint8Array = new Uint8Array(0);
  let bytes: Uint8Array | undefined;
  let length = 0;
  let more = false;
  const add = (into: Uint8Array, piece: Uint8Array) => {
    const fitting = piece.subarray(0, into.length - length);
    into.set(fitting, length);
    length += fitting.length;
    more = fitting.length < piece.length;
  };
  const begin = () => {
    // Memory is taken for what the file can give, whatever it announces.
    const taken = sharedBytes(Math.min(lengthOf(head), most));
    add(taken, head);
    return taken;
  };
  for await (const piece of pieces(file, context, (bound) => (most = bound))) {
    if (bytes) add(bytes, piece);
    else {
      head = Buffer.concat([head, piece]);
      if (head.length >= headSize) bytes = begin();
    }
    if (more) break;
  }
  bytes ??= begin();
  return { bytes: bytes.subarray(0, length), more };
}

/** At most the first `count` bytes, unpacked; `whole` when the file has no more. */
export async function readHead(
  file: string,
  count: number,
  context: DataContext,
  pieces: Pieces = dataPieces,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const found: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces(file, context)) {
    found.push(piece);
    length += piece.length;
    if (length > count) break;
  }
  return { bytes: Buffer.concat(found).subarray(0, count), whole: length <= count };
}

/** The error of a system call or of zlib in the user's terms. */
export function describe(error: unknown, file: string, context: DataContext): unknown {
  if (error instanceof DataError || context.signal?.aborted) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new DataError('missing-file', `There is no file ${file}.`, file);
    case 'Z_BUF_ERROR':
      return new DataError(
        'truncated',
        `${file} ends in the middle of its compressed data: it is truncated, as after an interrupted download. Download the file again.`,
        file,
      );
    case 'Z_DATA_ERROR':
      return new DataError(
        'bad-format',
        `${file} is damaged: its compressed data is not valid gzip (${message}). Download the file again.`,
        file,
      );
    default:
      return new DataError('unreadable', `${file} cannot be read: ${message}.`, file);
  }
}
