import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of a run that hold files. */
const parts = ['', 'checkpoints', 'snapshots', 'reports'];

/** Bytes of a run's files on the disk. Links are not followed. */
export async function bytesOnDisk(folder: string): Promise<number> {
  const sizes = parts.map(async (part) => {
    const path = join(folder, part);
    if (!(await lstat(path).catch(() => undefined))?.isDirectory()) return 0;
    const names = await readdir(path).catch(() => []);
    const files = names.map((name) => lstat(join(path, name)).catch(() => undefined));
    const found = await Promise.all(files);
    return found.reduce((sum, file) => sum + (file?.isFile() ? file.size : 0), 0);
  });
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}
