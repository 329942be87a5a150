import type { FileHandle } from 'node:fs/promises';
import { writeAtomic, writeUnforced } from './atomic';
import { openRegular } from './regularFile';
import {
  bytesOf,
  damaged,
  dataStart,
  pieceSize,
  readHeader,
  safetensorsParts,
  type Safetensors,
  type StoredTensor,
} from './safetensors';

/** Tensors in files of any length: nothing but the tensors themselves is held in memory. */

export const writeSafetensors = (file: string, content: Safetensors): Promise<void> =>
  writeAtomic(file, safetensorsParts(content));

/** The same without waiting for the disk: after a power failure it may be damaged. */
export const writeSafetensorsUnforced = (file: string, content: Safetensors): Promise<void> =>
  writeUnforced(file, safetensorsParts(content));

/** Reads a file back; throws a `RunError` (`bad-checkpoint`) when it is torn or changed. */
export async function readSafetensors(file: string): Promise<Safetensors> {
  const handle = await openRegular(file);
  try {
    const { size } = await handle.stat();
    const head = await read(handle, Buffer.alloc(Math.min(8, size)), 0, file);
    const start = dataStart(head, size, file);
    const header = await read(handle, Buffer.alloc(start - 8), 8, file);
    const layout = readHeader(header.toString(), size - start, file);
    const tensors = new Map<string, StoredTensor>();
    let at = 0;
    for (const { key, shape, begin, end } of layout.entries) {
      if (begin !== at) throw damaged(file, 'its tensors are not contiguous');
      const data = new Float32Array((end - begin) / 4);
      layout.digest.update(await read(handle, bytesOf(data), start + begin, file));
      tensors.set(key, { shape, data });
      at = end;
    }
    layout.verify();
    return { tensors, metadata: layout.metadata };
  } finally {
    await handle.close();
  }
}

/** Fills `into` from a place in the file. */
async function read(handle: FileHandle, into: Buffer, from: number, file: string): Promise<Buffer> {
  for (let at = 0; at < into.length;) {
    const length = Math.min(pieceSize, into.length - at);
    const { bytesRead } = await handle.read(into, at, length, from + at);
    if (bytesRead === 0) throw damaged(file, 'it is cut off');
    at += bytesRead;
  }
  return into;
}
