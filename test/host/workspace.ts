import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository } from './paths';

/** Files by their names. */
export type Files = Readonly<Record<string, string>>;

/** A folder that a test may change: a copy of another (the examples by default) without its runs, or one with some files. */
export function makeWorkspace(source: string | Files = join(repository, 'examples')): {
  folder: string;
  remove: () => void;
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dnn-workspace-')));
  if (typeof source !== 'string') {
    for (const [name, text] of Object.entries(source)) writeFileSync(join(folder, name), text);
  } else if (existsSync(source)) {
    cpSync(source, folder, { recursive: true, filter: (path) => basename(path) !== '.dnn' });
  }
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
