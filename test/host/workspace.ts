import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository } from './paths';

/** A copy of a folder (the examples by default), without its runs, that a test may change. */
export function copyWorkspace(source = join(repository, 'examples')): {
  folder: string;
  remove: () => void;
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dnn-workspace-')));
  if (existsSync(source)) {
    cpSync(source, folder, { recursive: true, filter: (path) => basename(path) !== '.dnn' });
  }
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
