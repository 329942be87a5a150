import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A folder of this name in one of those that `DNN_DATA` names. */
export const realData = (name: string): string | undefined =>
  (process.env.DNN_DATA ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(folder));

/** Why there is none, if so. */
export const missingData = (name: string): string | undefined =>
  realData(name) === undefined ? `DNN_DATA names no folder with \`${name}\` in it` : undefined;
