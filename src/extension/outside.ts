import { dirname, isAbsolute, relative } from 'node:path';
import { realPath } from '../program/filePath';

/** The folder of a file, links followed, when it lies in none of some folders; undefined when it does. */
export function outsideFolder(file: string, folders: readonly string[]): string | undefined {
  const folder = realPath(dirname(file));
  const within = folders.some((one) => {
    const path = relative(realPath(one), folder);
    return !isAbsolute(path) && !/^\.\.([/\\]|$)/.test(path);
  });
  return within ? undefined : folder;
}
