import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');

/** @param {string} folder */
const nameOf = (folder) => relative(source, folder).replaceAll(sep, '/');

/**
 * Names of the projects of `src/` that another one references.
 * @param {string} folder
 * @returns {string[]}
 */
export function references(folder) {
  const config = JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8'));
  return (config.references ?? []).map((/** @type {{ path: string }} */ { path }) =>
    nameOf(resolve(root, folder, path)),
  );
}

/**
 * The TypeScript projects of `src/` by their folders (`graph`, `compute/wire`), each with those it references.
 * @type {ReadonlyMap<string, readonly string[]>}
 */
export const projects = new Map(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'tsconfig.json')
    .map((file) => nameOf(join(source, dirname(file))))
    .sort()
    .map((name) => [name, references(`src/${name}`)]),
);
