import type { RunState } from '../../runs/state';
import type { TrainingSnapshot } from '../../views/payloads';

/** How a training that goes on stands, as its events have told; its folder is some steps behind. */
export interface LiveState extends RunState {
  readonly epochs?: number;
  readonly remaining?: number;
}

export function liveState(snapshot: TrainingSnapshot): LiveState {
  const { progress, epochScores, paused, epochs } = snapshot;
  const last = epochScores.at(-1);
  const { step, epoch, seconds, remaining } = progress;
  return {
    status: paused ? 'paused' : 'running',
    ...{ step, epoch, seconds, epochs },
    ...(remaining !== undefined && !paused && { remaining }),
    ...(last && {
      scores: { train: last.train, ...(last.validation && { validation: last.validation }) },
    }),
  };
}
