import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DeviceName } from '../../src/compute/protocol/deviceName';
import {
  prepareResume,
  prepareTraining,
  type PreparedTraining,
  type TrainingSurroundings,
} from '../../src/compute/training/trainingRun';
import type { RunEvent } from '../../src/runs/events';
import { openRun, type Run } from '../../src/runs/run';

/** Trainings in the process of a test: they stop, and are copied as a kill would leave them, exactly where they are told to. */

type Prepare = (surroundings: TrainingSurroundings) => Promise<PreparedTraining>;

export const trainingOf =
  (notebook: { path: string; text: string }, device: DeviceName = 'cpu'): Prepare =>
  (surroundings) =>
    prepareTraining({ notebook, action: 0, overrides: {}, device }, surroundings);

export const resumptionOf =
  (folder: string, device: DeviceName = 'auto'): Prepare =>
  (surroundings) =>
    prepareResume({ folder, device }, surroundings);

export interface Moments {
  /** Asks for an end between two steps, after so many. */
  readonly stopAt?: number;
  /** Sees each event when it has been recorded; true asks for an end. */
  readonly onEvent?: (event: RunEvent, run: Run) => boolean | void;
}

/** Trains to the end, or to where it is asked to end. */
export async function trainHere(
  prepare: Prepare,
  { stopAt = Infinity, onEvent = () => false }: Moments = {},
): Promise<Run> {
  const abort = new AbortController();
  const notify = (_: string, event: RunEvent) => {
    // Later, so that work begun with this event goes on for a while.
    if (onEvent(event, prepared.run)) void setImmediate().then(() => abort.abort());
  };
  const prepared = await prepare({ signal: abort.signal, notify });
  const { run, training, start } = prepared;
  const followed = follow(prepared, stopAt, () => abort.abort());
  try {
    run.append(start);
    notify(run.id, start);
    const done = await training.run();
    run.append(done);
    await run.update({ status: done.reason === 'interrupted' ? 'interrupted' : 'done' });
    return await openRun(run.folder);
  } finally {
    await followed;
    await prepared.dispose();
  }
}

/** Looks at a training between its steps until it has made so many. */
async function follow(
  { training: { control } }: PreparedTraining,
  stopAt: number,
  stop: () => void,
): Promise<void> {
  if (stopAt === Infinity) return;
  for (let now = await control.snapshot(); now; now = await control.snapshot()) {
    if (now.step >= stopAt) return stop();
    await setImmediate(); // between the next two steps
  }
}

/** The folder of a run as a kill of its process would leave it now. */
export function killed({ folder }: Run, name: string): string {
  const copy = join(folder, '..', name);
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'lock'), { recursive: true });
  return copy;
}
