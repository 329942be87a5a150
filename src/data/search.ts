import { stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { DataError } from './dataset';
import type { DataContext } from './source';

/** The folders a relative name is looked for in: notebook, `DNN_DATA`, workspace `data/`, user cache. */
export function searchPath(
  context: Pick<DataContext, 'notebookFolder' | 'workspaceFolder' | 'environment'>,
): string[] {
  const { notebookFolder, workspaceFolder, environment } = context;
  const named = (environment.DNN_DATA ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    notebookFolder,
    ...named.map((folder) => resolve(notebookFolder, folder)),
    join(workspaceFolder ?? notebookFolder, 'data'),
    userCache(environment),
  ];
}

/** The folder for files that may be deleted at any time. */
export function userCache(environment: DataContext['environment']): string {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const cache =
    platform() === 'win32'
      ? (environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'))
      : platform() === 'darwin'
        ? join(home, 'Library', 'Caches')
        : (environment.XDG_CACHE_HOME ?? join(home, '.cache'));
  return join(cache, 'dnn-notebook');
}

/** The first file on the search path with one of these names, `name` or `name.gz`; throws `missing-file`. */
export function locate(names: readonly string[], context: DataContext): Promise<string> {
  const wanted = names.flatMap((name) => (name.endsWith('.gz') ? [name] : [name, `${name}.gz`]));
  return find('file', wanted, `${names.join(' or ')} (plain or .gz)`, context);
}

/** The first folder of this name on the search path; throws `missing-file`. */
export const locateFolder = (name: string, context: DataContext): Promise<string> =>
  find('folder', [name], `a folder ${name}`, context);

async function find(
  kind: 'file' | 'folder',
  names: readonly string[],
  what: string,
  context: DataContext,
): Promise<string> {
  const [name] = names;
  const folders = isAbsolute(name) ? [''] : searchPath(context);
  for (const folder of folders) {
    for (const wanted of names) {
      const path = join(folder, wanted);
      if (await is(kind, path)) return path;
    }
  }
  if (isAbsolute(name)) {
    throw new DataError(
      'missing-file',
      `There is no ${kind} ${name}. Check the path; a relative one is searched for in the folders of DNN_DATA too.`,
      name,
    );
  }
  throw new DataError(
    'missing-file',
    `Cannot find ${what}. Looked in:\n` +
      folders.map((folder) => `  ${folder}`).join('\n') +
      `\nPut the ${kind} into one of them, or set DNN_DATA to the folder that holds ` +
      `${name.split(/[\\/]/)[0]}.`,
    name,
  );
}

async function is(kind: 'file' | 'folder', path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return kind === 'file' ? found.isFile() : found.isDirectory();
  } catch {
    return false;
  }
}
