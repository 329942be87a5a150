import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from './dataset';
import { holdOut } from './holdOut';
import { breathe, type DataContext } from './source';

/** Files of a kind, for messages and by their names. */
export interface FileKind {
  /** As in `images`. */
  readonly what: string;
  /** As in `.png, .jpg or .jpeg`. */
  readonly extensions: string;
  readonly pattern: RegExp;
}

/** A file and the name of its class. */
export interface Labelled {
  readonly file: string;
  readonly name: string;
}

/** Folders and files of a kind in a folder, in the order of their names; hidden ones and other files are left out. */
export async function filesIn(
  folder: string,
  { pattern }: FileKind,
  context: DataContext,
): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of await entriesOf(folder, context)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    const found = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    if (found.isDirectory()) folders.push(entry.name);
    else if (pattern.test(entry.name) && found.isFile()) files.push(path);
  }
  return { folders: folders.sort(), files: files.sort() };
}

async function entriesOf(folder: string, context: DataContext): Promise<Dirent[]> {
  try {
    const { size, mtimeMs: modified } = await stat(folder);
    // A file more or less changes the folder.
    context.onRead?.({ path: folder, size, modified });
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new DataError('unreadable', `The folder ${folder} cannot be read: ${message}.`, folder);
  }
}

/** Where test files are, the first of these that is there. */
const testFolders = ['test', 'val', 'validation'];

/** What finds labelled files in a folder. */
type Find = (folder: string) => Promise<Labelled[]>;

/**
 * Labelled files to train and to test on, as `find` sees them: those of the folders `train` and `test`, or `test` of them, a fraction
 * or a count, at random. Throws `DataError`.
 */
export async function splitFiles(
  folder: string,
  kind: FileKind,
  { test, seed }: { readonly test: number; readonly seed: number },
  find: Find,
  context: DataContext,
): Promise<{ train: Labelled[]; test: Labelled[] }> {
  const { folders } = await filesIn(folder, kind, context);
  if (folders.includes('train')) {
    const tested = testFolders.find((name) => folders.includes(name));
    return {
      train: await find(join(folder, 'train')),
      test: tested === undefined ? [] : await find(join(folder, tested)),
    };
  }
  const all = await find(folder);
  const members = holdOut(all.length, test, seed, folder, kind.what);
  const part = (of: Int32Array) => Array.from(of, (i) => all[i]);
  return { train: part(members.train), test: part(members.test) };
}

/** The files of all class folders; throws `DataError` where a class has none. */
export async function classesIn(
  folder: string,
  kind: FileKind,
  context: DataContext,
): Promise<Labelled[]> {
  const { folders, files } = await filesIn(folder, kind, context);
  const { what, extensions } = kind;
  if (folders.length === 0) {
    const found = files.length > 0 ? `${what}, but no folders` : 'no folders';
    const [extension] = extensions.split(',');
    throw new DataError(
      'empty',
      `${folder} holds ${found}; expected a folder of ${what} for each class, as in \`cats/1${extension}\` and ` +
        `\`dogs/1${extension}\`.`,
      folder,
    );
  }
  const found: Labelled[] = [];
  for (const name of folders) {
    const { files } = await filesIn(join(folder, name), kind, context);
    if (files.length === 0) {
      throw new DataError(
        'empty',
        `${join(folder, name)} holds no ${what} (${extensions}). Remove it, or put the ${what} of the class into it.`,
        join(folder, name),
      );
    }
    for (const file of files) found.push({ file, name });
    await breathe(context, `Looking through ${folder}`, 0);
  }
  return found;
}

/** The label of a file, by the names of the classes; throws `DataError` for a class that none of the training files has. */
export function labelOf(
  { file, name }: Labelled,
  labels: ReadonlyMap<string, number>,
  what: string,
): number {
  const label = labels.get(name);
  if (label !== undefined) return label;
  throw new DataError(
    'label-out-of-range',
    `${file} is of a class no training ${what} has, \`${name}\`. Remove it, or add training ${what}s of the class.`,
    file,
  );
}
