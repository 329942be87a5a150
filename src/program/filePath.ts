import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A folder or file without links on the way; what does not exist yet hangs below the nearest folder that does. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

/** Links that lead to one another. */
const mostLinks = 16;

/** The same text for two paths of one file, be it there or not. */
export function fileIdentity(path: string): string {
  let found = realPath(path);
  for (let link = target(found), n = 0; link !== undefined && n < mostLinks; n++) {
    found = realPath(resolve(dirname(found), link));
    link = target(found);
  }
  const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';
  return ignoresCase ? found.toLowerCase() : found;
}

/** Where a link leads whose file is not there yet. */
function target(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
