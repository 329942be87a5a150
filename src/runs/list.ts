import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openRun, runsFolder, type Run } from './run';

/** All readable runs of a notebook, the newest first. */
export async function listRuns(notebookPath: string): Promise<Run[]> {
  const runs = await runsIn(runsFolder(notebookPath));
  return runs.filter((run) => run.manifest.notebook.file === basename(notebookPath));
}

/** All readable runs in a folder of runs, the newest first. */
export async function runsIn(folder: string): Promise<Run[]> {
  const names = await readdir(folder).catch(() => []);
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
