import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { searchPath } from '../data/search';
import type { DataContext } from '../data/source';
import { withExternalData } from '../onnx/externalData';
import { ExternalFiles } from './externalFiles';
import { fileIdentity } from './filePath';
import { FileError, type ReadModel } from './imported';
import type { NotebookFiles } from './notebookModels';
import { Recent } from './recent';

/** Where files that a notebook names are looked for. */
export type FileContext = Pick<DataContext, 'notebookFolder' | 'workspaceFolder' | 'environment'>;

interface Kept {
  readonly stamp: string;
  readonly bytes: Uint8Array;
  /** Files beside it with data that is in the bytes. */
  readonly external: ExternalFiles;
}

const kept = new Recent<Kept>(8);

/** Models beside a notebook and in the folders of data. */
export const modelFiles = (context: FileContext): NotebookFiles & { readModel: ReadModel } => ({
  readModel: readerOf(context),
  identity: (file) => fileIdentity(resolve(context.notebookFolder, file)),
});

/**
 * Reads models with the data that lie in files beside them; a file is read again when it or one of those has changed. Throws
 * `FileError`.
 */
const readerOf =
  (context: FileContext): ReadModel =>
  (file, where) => {
    const path = locateModel(file, context, where === 'beside');
    const { mtimeMs, size } = statSync(path);
    const stamp = `${mtimeMs} ${size}`;
    const last = kept.get(path);
    const current = last?.stamp === stamp && last.external.unchanged() ? last : read(path, stamp);
    kept.set(path, current);
    return current.bytes;
  };

function read(path: string, stamp: string): Kept {
  try {
    const bytes = readFileSync(path);
    const external = new ExternalFiles(path);
    if (extname(path).toLowerCase() !== '.onnx') return { stamp, bytes, external };
    return { stamp, bytes: withExternalData(bytes, (part) => external.read(part)), external };
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError('unreadable-file', `${path} cannot be read: ${(error as Error).message}`);
  }
}

function locateModel(file: string, context: FileContext, beside: boolean): string {
  const all = beside ? [context.notebookFolder] : searchPath(context);
  const folders = isAbsolute(file) ? [''] : all;
  const found = folders.map((folder) => join(folder, file)).find(isFile);
  if (found !== undefined) return found;
  if (isAbsolute(file)) throw new FileError('missing-file', `there is no file ${file}`);
  throw new FileError(
    'missing-file',
    `cannot find ${file}; looked in:\n${folders.map((folder) => `  ${folder}`).join('\n')}\n` +
      'Put the file into one of them, or set DNN_DATA to the folder that holds it.',
  );
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // missing, not permitted, or no possible name
  }
}

const deepest = 3;
const mostListed = 200;

/** The ONNX files beside a notebook and in the folders of data, as a notebook would name them. */
export function listModels(context: FileContext): readonly string[] {
  const found = new Set<string>();
  const visit = (root: string, folder: string, depth: number): void => {
    for (const entry of entries(folder)) {
      const path = join(folder, entry.name);
      if (found.size >= mostListed) return;
      if (entry.isFile() && entry.name.endsWith('.onnx')) {
        found.add(relative(root, path).split(sep).join('/'));
      } else if (entry.isDirectory() && depth > 0 && !/^\.|^node_modules$/.test(entry.name)) {
        visit(root, path, depth - 1);
      }
    }
  };
  for (const folder of searchPath(context)) visit(folder, folder, deepest);
  return [...found];
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
