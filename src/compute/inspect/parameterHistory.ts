import { join } from 'node:path';
import type { Network } from '../../network/network';
import { runsFolder, type Run } from '../../runs/run';
import { readSnapshot, snapshotsIn } from '../../runs/snapshots';
import { formatInteger } from '../../text/numbers';
import type { LiveParameters } from '../jobs/liveParameters';
import { parametersOf } from '../notebooks/trained';
import { userError } from '../wire/error';
import { newestParameters, type Found } from './newestParameters';

/** The parameters of a network over the steps of its training: the snapshots that its run keeps, and the newest ones. */
export interface ParameterHistory {
  readonly newest: Found;
  /** In order; the last one is that of the newest parameters. */
  readonly steps: readonly number[];
  /** The parameters of one of these steps. Throws a `CoreError` where they are not kept. */
  at(step: number): Promise<ReadonlyMap<string, Float32Array>>;
}

/** The history of a run, else of the newest one of the network; undefined when it was never trained. */
export async function openHistory(
  notebookPath: string,
  network: Network,
  live: LiveParameters,
  run: Run | undefined,
): Promise<ParameterHistory | undefined> {
  const newest = await newestParameters(notebookPath, network, live, run);
  if (!newest) return undefined;
  const { folder = join(runsFolder(notebookPath), newest.run) } = newest;
  const earlier = (await snapshotsIn(folder)).filter((step) => step < newest.step);
  const steps = [...earlier, newest.step];
  return {
    newest,
    steps,
    at: async (step) => {
      if (step === newest.step) return newest.parameters;
      const snapshot = earlier.includes(step) ? await readSnapshot(folder, step) : undefined;
      const parameters = snapshot && parametersOf(network, snapshot);
      if (parameters) return parameters;
      throw userError(
        'no-step',
        `The parameters of step ${formatInteger(step)} of run ${newest.run} are not kept.`,
        `Kept are those of ${steps.length === 1 ? 'step' : 'steps'} ${steps.map(formatInteger).join(', ')}.`,
      );
    },
  };
}
