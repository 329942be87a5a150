import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './atomic';
import type { StoredTensor } from './safetensors';
import { readSafetensors, writeSafetensorsUnforced } from './safetensorsFile';
import { stepFile, stepFiles } from './stepFiles';
import { removeAbandoned } from './temporary';

/**
 * Parameters of a run at some of its steps: what inference needs, no more. Nothing goes on from them, so that a training does not
 * wait until the disk has them; one that a power failure has torn is refused.
 */

export type Snapshot = ReadonlyMap<string, StoredTensor>;

const folderOf = (run: string): string => join(run, 'snapshots');

/** Writes those among `taken` that are to be kept into the folder of a run, and removes all others. Throws a `RunError`. */
export async function writeSnapshots(
  run: string,
  kept: readonly number[],
  taken: ReadonlyMap<number, Snapshot>,
): Promise<void> {
  const folder = folderOf(run);
  await makeFolder(folder);
  for (const step of kept) {
    const tensors = taken.get(step);
    if (!tensors) continue;
    const metadata = { format: 'dnn-1', step: String(step) };
    await writeSafetensorsUnforced(stepFile(folder, step), { tensors, metadata });
  }
  await removeAbandoned(folder);
  const wanted = new Set(kept);
  for (const { step, file } of await stepFiles(folder))
    if (!wanted.has(step)) await rm(file, { force: true });
}

/** Steps whose snapshots the folder of a run has, in order. */
export const snapshotsIn = async (run: string): Promise<number[]> =>
  (await stepFiles(folderOf(run))).map(({ step }) => step);

/** Undefined where there is none of that step. Throws a `RunError` when it is damaged. */
export async function readSnapshot(run: string, step: number): Promise<Snapshot | undefined> {
  try {
    return (await readSafetensors(stepFile(folderOf(run), step))).tensors;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
