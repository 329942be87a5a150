import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeError } from './runError';
import { removeAbandoned, temporaryFor } from './temporary';

/**
 * Writes a file so that after a crash either the old or the new content is there, never a part: a new file beside it,
 * forced to the disk, renamed over it. Throws a `RunError`; nothing is left behind, and what killed processes left in the
 * folder is removed. `mode`: its permissions, where they are not the usual ones.
 */
export async function writeAtomic(
  file: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  mode?: number,
): Promise<void> {
  await writeInPlace(file, content, async (handle) => {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  });
  await syncFolder(dirname(file));
  await removeAbandoned(dirname(file));
}

/**
 * The same without waiting for the disk: whatever becomes of this process, the old or the new content is there; after a power failure
 * it may be a part.
 */
export const writeUnforced = (
  file: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
): Promise<void> => writeInPlace(file, content, () => Promise.resolve());

async function writeInPlace(
  file: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  force: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = temporaryFor(file);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await writeFile(handle, content);
      await force(handle);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(file, error);
  }
}

/** Makes a folder in one that is there: what was removed is not made again. Throws a `RunError`. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(folder, error);
  }
}

/** Makes a rename last through a power failure, where the system allows to open folders (not on Windows). */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(() => undefined); // some network file systems refuse
  } finally {
    await handle.close();
  }
}
