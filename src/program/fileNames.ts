import { readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { searchPath } from '../data/search';
import type { FileContext } from './modelFiles';

/** More are no help. */
const mostNames = 200;

/**
 * How a file name that is begun may go on: the files and folders (with a slash behind them) of the folder it is in, beside the
 * notebook and in the folders of data. Nothing outside of these.
 */
export function fileNames(
  begun: string,
  kind: 'file' | 'folder',
  context: FileContext,
): readonly string[] {
  const folder = begun.slice(0, begun.lastIndexOf('/') + 1);
  if (isAbsolute(begun) || folder.split('/').includes('..')) return [];
  const names = new Set<string>();
  for (const root of searchPath(context)) {
    for (const entry of entriesOf(join(root, folder))) {
      if (names.size >= mostNames) return [...names];
      if (/^\.|^node_modules$/.test(entry.name)) continue;
      if (entry.isDirectory()) names.add(`${folder}${entry.name}${kind === 'file' ? '/' : ''}`);
      else if (kind === 'file' && entry.isFile()) names.add(`${folder}${entry.name}`);
    }
  }
  return [...names];
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // missing, or not permitted
  }
}
