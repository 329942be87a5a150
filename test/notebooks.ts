import { readdirSync } from 'node:fs';

/** Names of the notebooks in a folder, sorted; `.dnn`, where runs are kept, is none. */
export const notebooksIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /^[^.].*\.dnn$/.test(name))
    .sort();
