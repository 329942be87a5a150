import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RunError } from './runError';

/** The first of these folders that is a link. One that came with a notebook may lead anywhere. */
async function firstLink(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isSymbolicLink()) return folder;
  }
  return undefined;
}

/** Whether a folder of runs is reached by a link, itself or the `.dnn` around it. */
export const isLinked = async (runs: string): Promise<boolean> =>
  (await firstLink([dirname(runs), runs])) !== undefined;

/** Throws a `RunError` when a folder in `.dnn`, or `.dnn` itself, is a link. */
export async function refuseLinks(folder: string): Promise<void> {
  const link = await firstLink([dirname(folder), folder]);
  if (link === undefined) return;
  throw new RunError(
    'linked-folder',
    `${link} is a symbolic link, which is not followed.`,
    'Remove the link: a folder is made in its place. To keep runs elsewhere, move the notebook there.',
  );
}
