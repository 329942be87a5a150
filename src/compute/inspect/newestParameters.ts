import type { Network } from '../../network/network';
import type { Run } from '../../runs/run';
import type { LiveParameters } from '../jobs/liveParameters';
import { lastTrained, trainedIn, type Trained } from '../notebooks/trained';

export type Found = NonNullable<Awaited<ReturnType<LiveParameters>>> & {
  /** Of the run, where its training is over. */
  readonly folder?: string;
};

const named = (trained: Trained | undefined): Found | undefined =>
  trained && { ...trained, run: trained.run.id, folder: trained.run.folder };

/** The newest parameters of a run, else of the network, from a training that goes on or from disk; undefined when there are none. */
export async function newestParameters(
  notebookPath: string,
  network: Network,
  live: LiveParameters,
  run: Run | undefined,
): Promise<Found | undefined> {
  const now = await live(notebookPath, network);
  return run === undefined || now?.run === run.id
    ? (now ?? named(await lastTrained(notebookPath, network)))
    : named(await trainedIn(run, network));
}
