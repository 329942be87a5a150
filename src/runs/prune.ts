import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readNewestCheckpoint } from './checkpoint';
import { isTrained } from './lock';
import type { Run } from './run';
import { stepFiles, type StepFile } from './stepFiles';
import { bytesOnDisk } from './storage';

/** What can be removed of runs to free space. Nothing that an unfinished run needs to go on is among it. */

/** Files of a run that are no longer needed, or its folder as a whole. */
export interface Removal {
  readonly run: Run;
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** A run that has come to its end: nothing goes on from it. */
const isFinished = async ({ manifest, folder }: Run): Promise<boolean> =>
  manifest.status === 'done' && !(await isTrained(folder));

/** The checkpoints of finished runs but the last one and the best one. */
export async function spareCheckpoints(runs: readonly Run[]): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const run of runs) {
    if (!(await isFinished(run))) continue;
    const files = await filesIn(run, 'checkpoints');
    if (files.length < 2) continue;
    // The last one has to be whole before others count as spare.
    const last = await readNewestCheckpoint(join(run.folder, 'checkpoints'));
    if (!last) continue;
    const kept = [last.state.step, last.state.bestStep];
    const paths = files.filter(({ step }) => !kept.includes(step)).map(({ file }) => file);
    if (paths.length > 0) removals.push({ run, paths, bytes: await sizeOf(paths) });
  }
  return removals;
}

/** The parameters of earlier steps of finished runs. */
export async function spareSnapshots(runs: readonly Run[]): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const run of runs) {
    if (!(await isFinished(run))) continue;
    const paths = (await filesIn(run, 'snapshots')).map(({ file }) => file);
    if (paths.length > 0) removals.push({ run, paths, bytes: await sizeOf(paths) });
  }
  return removals;
}

/** None in a link, which may have come with a notebook and lead anywhere. */
async function filesIn(run: Run, name: string): Promise<StepFile[]> {
  const folder = join(run.folder, name);
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() ? stepFiles(folder) : [];
}

/** Finished runs as a whole, but the newest `keep` of each network of a notebook; those with a name, a tag or a note stay. */
export async function oldRuns(runs: readonly Run[], keep: number): Promise<Removal[]> {
  const newestFirst = [...runs].sort((a, b) =>
    b.manifest.created.localeCompare(a.manifest.created),
  );
  const seen = new Map<string, number>();
  const removals: Removal[] = [];
  for (const run of newestFirst) {
    if (!(await isFinished(run))) continue;
    const key = JSON.stringify([run.notebookPath, run.manifest.network]);
    const newer = seen.get(key) ?? 0;
    seen.set(key, newer + 1);
    if (newer < keep || Object.keys(run.about).length > 0) continue;
    removals.push(await wholeRun(run));
  }
  return removals;
}

export const wholeRun = async (run: Run): Promise<Removal> => ({
  run,
  paths: [run.folder],
  bytes: await bytesOnDisk(run.folder),
});

/** Removes for good what was found, but of runs that are being trained meanwhile; gives what was removed. */
export async function prune(removals: readonly Removal[]): Promise<readonly Removal[]> {
  const removed: Removal[] = [];
  for (const removal of removals) {
    if (await isTrained(removal.run.folder)) continue;
    for (const path of removal.paths) await rm(path, { force: true, recursive: true });
    removed.push(removal);
  }
  return removed;
}

export const bytesOf = (removals: readonly Removal[]): number =>
  removals.reduce((sum, { bytes }) => sum + bytes, 0);

async function sizeOf(files: readonly string[]): Promise<number> {
  const found = await Promise.all(files.map((file) => lstat(file).catch(() => undefined)));
  return found.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}
