import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/**
 * Opens a file of a run folder, which may come from elsewhere: a pipe or a device in its place, or a link to one, would be
 * waited for or read for ever. Rejects for what is no regular file.
 */
export async function openRegular(file: string): Promise<FileHandle> {
  const handle = await open(file, O_RDONLY | O_NONBLOCK);
  try {
    if ((await handle.stat()).isFile()) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  throw new Error('it is not a regular file');
}

/** The text of a regular file. */
export async function readRegular(file: string): Promise<string> {
  const handle = await openRegular(file);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
