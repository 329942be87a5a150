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
export async function locate(names: readonly string[], context: DataContext): Promise<string> {
  const wanted = names.flatMap((name) => (name.endsWith('.gz') ? [name] : [name, `${name}.gz`]));
  const folders = isAbsolute(names[0]) ? [''] : searchPath(context);
  for (const folder of folders) {
    for (const name of wanted) {
      const file = join(folder, name);
      if (await isFile(file)) return file;
    }
  }
  if (isAbsolute(names[0])) {
    throw new DataError(
      'missing-file',
      `There is no file ${names[0]}. Check the path; a relative one is searched for in the folders of DNN_DATA too.`,
      names[0],
    );
  }
  throw new DataError(
    'missing-file',
    `Cannot find ${names.join(' or ')} (plain or .gz). Looked in:\n` +
      folders.map((folder) => `  ${folder}`).join('\n') +
      '\nPut the file into one of them, or set DNN_DATA to the folder that holds ' +
      `${names[0].split(/[\\/]/)[0]}.`,
    names[0],
  );
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
