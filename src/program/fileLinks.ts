import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { searchPath } from '../data/search';
import type { Location } from '../language/source';
import type { FileContext } from './modelFiles';
import type { Program } from './program';
import { symbolIndex } from './symbols';

/** The name of a file in the text, and the file. */
export interface FileLink {
  readonly location: Location;
  readonly path: string;
}

/** No cell names more files than that by hand. */
const mostLinks = 100;

/** The files a cell names, as far as they are there: beside the notebook or in a folder of data. */
export function fileLinks(program: Program, cell: number, context: FileContext): FileLink[] {
  const uses = symbolIndex(program).files.filter(
    ({ location, kind }) => location.cell === cell && kind === 'file',
  );
  return uses.slice(0, mostLinks).flatMap(({ location, name }) => {
    const path = find(name, context);
    return path === undefined ? [] : [{ location, path }];
  });
}

function find(name: string, context: FileContext): string | undefined {
  const folders = isAbsolute(name) ? [''] : searchPath(context);
  const paths = folders.flatMap((folder) => [join(folder, name), join(folder, `${name}.gz`)]);
  return paths.find((path) => {
    try {
      return statSync(path).isFile();
    } catch {
      return false; // missing, not permitted, or no possible name
    }
  });
}
