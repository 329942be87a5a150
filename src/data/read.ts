import { open, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { DataError } from './dataset';
import { assertFits, memoryLimit } from './memory';
import type { DataContext } from './source';

const unzip = promisify(gunzip);

/** The whole file, unpacked if it is gzip (known by its first bytes, not by its name). Throws `DataError`. */
export async function readData(file: string, context: DataContext): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    const { size, mtimeMs: modified } = await stat(file);
    assertFits(size, `Reading ${file}`, 'Use a smaller file.', file);
    context.onRead?.({ path: file, size, modified });
    bytes = await readFile(file, { signal: context.signal });
  } catch (error) {
    throw describe(error, file, context);
  }
  if (bytes.length === 0) throw emptyFile(file);
  if (!isGzip(bytes)) return bytes;
  try {
    const unpacked = await unzip(bytes, { maxOutputLength: Math.min(memoryLimit(), 2 ** 32 - 1) });
    if (unpacked.length === 0) throw emptyFile(file);
    context.signal?.throwIfAborted();
    return unpacked;
  } catch (error) {
    throw describe(error, file, context);
  }
}

/** At most the first `count` bytes, unpacked; `whole` when the file has no more. */
export async function readHead(
  file: string,
  count: number,
  context: DataContext,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    const handle = await open(file);
    const magic = Buffer.alloc(2);
    if ((await handle.read(magic, 0, 2, 0)).bytesRead === 0) {
      await handle.close();
      throw emptyFile(file);
    }
    const stored = handle.createReadStream({ start: 0, signal: context.signal });
    const plain = isGzip(magic) ? stored.pipe(createGunzip()) : stored;
    stored.on('error', (error) => plain.destroy(error));
    for await (const piece of plain as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > count) break;
    }
    stored.destroy();
  } catch (error) {
    throw describe(error, file, context);
  }
  return { bytes: Buffer.concat(pieces).subarray(0, count), whole: length <= count };
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const emptyFile = (file: string): DataError =>
  new DataError('empty', `${file} is empty. Get the file again.`, file);

/** The error of a system call or of zlib in the user's terms. */
function describe(error: unknown, file: string, context: DataContext): unknown {
  if (error instanceof DataError || context.signal?.aborted) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new DataError('missing-file', `There is no file ${file}.`, file);
    case 'Z_BUF_ERROR':
      return new DataError(
        'truncated',
        `${file} ends in the middle of its compressed data: it is truncated, as after a broken download. Get the file again.`,
        file,
      );
    case 'Z_DATA_ERROR':
      return new DataError(
        'bad-format',
        `${file} is damaged: its compressed data are not valid gzip (${message}). Get the file again.`,
        file,
      );
    case 'ERR_BUFFER_TOO_LARGE':
      return new DataError('too-large', `${file} unpacks to more than fits in memory.`, file);
    default:
      return new DataError('unreadable', `${file} cannot be read: ${message}.`, file);
  }
}
