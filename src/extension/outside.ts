import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';

/** A folder without links on the way; what does not exist yet hangs below the nearest one that does. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(realFolder(above), basename(folder));
  }
}

/** The folder of a file, links followed, when it lies in none of some folders; undefined when it does. */
export function outsideFolder(file: string, folders: readonly string[]): string | undefined {
  const folder = realFolder(dirname(file));
  const within = folders.some((one) => {
    const path = relative(realFolder(one), folder);
    return !isAbsolute(path) && !/^\.\.([/\\]|$)/.test(path);
  });
  return within ? undefined : folder;
}
