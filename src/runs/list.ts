import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isLinked } from './links';
import { openRun, runsFolder, type Run } from './run';
import { isTemporary, removeAbandoned } from './temporary';

/** All readable runs of a notebook, the newest first. */
export async function listRuns(notebookPath: string): Promise<Run[]> {
  const runs = await runsIn(runsFolder(notebookPath));
  return runs.filter((run) => run.manifest.notebook.file === basename(notebookPath));
}

/**
 * All readable runs in a folder of runs, the newest first. What killed processes left unfinished there is removed. Links
 * are not followed.
 */
export async function runsIn(folder: string): Promise<Run[]> {
  if (await isLinked(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory() && !isTemporary(entry.name))
    .map(({ name }) => name);
  const places = names.flatMap((name) =>
    ['', 'checkpoints', 'snapshots', 'reports'].map((part) => join(folder, name, part)),
  );
  await Promise.all([folder, ...places].map(removeAbandoned));
  const runs = await Promise.all(
    names.map((name) => openRun(join(folder, name)).catch(() => undefined)),
  );
  return runs
    .filter((run) => run !== undefined)
    .sort((a, b) => b.manifest.created.localeCompare(a.manifest.created));
}

/** The newest run of a network in a notebook, or undefined. */
export async function latestRun(notebookPath: string, network: string): Promise<Run | undefined> {
  const runs = await listRuns(notebookPath);
  return runs.find((run) => run.manifest.network === network);
}
