import type { ChangedPlan } from '../../learning/changes';
import { readsHistory } from '../../learning/schedules';
import { decideStop } from '../../learning/stops';
import type { TrainingState } from '../../runs/checkpoint';
import type { Scores } from '../../runs/events';

/** What an epoch's scores mean for a training: `isBest` when its parameters are to be kept. */
interface Judgement {
  readonly state: TrainingState;
  readonly stop: boolean;
  readonly isBest: boolean;
}

/** Remembers an epoch's scores where something decides from them, and asks the stopping rule. */
export function judgeEpoch(plan: ChangedPlan, state: TrainingState, scores: Scores): Judgement {
  if (!plan.stop && !readsHistory(plan.schedule)) return { state, stop: false, isBest: false };
  const history = [...state.history, scores];
  const remembered = { ...state, history };
  if (!plan.stop) return { state: remembered, stop: false, isBest: false };
  const seen = history.slice(state.stopSince);
  const { stop, best } = decideStop(plan.stop, seen);
  if (best < seen.length - 1) return { state: remembered, stop, isBest: false };
  const now = { ...remembered, bestStep: state.step, best: state.latest };
  return { state: now, stop, isBest: true };
}

/** Whether the stopping rule ended the training with the epochs done so far. */
export const hasStopped = ({ stop }: ChangedPlan, state: TrainingState): boolean => {
  const seen = state.history.slice(state.stopSince);
  return stop !== undefined && seen.length > 0 && decideStop(stop, seen).stop;
};

/** The state from which a new stopping rule looks: parameters of earlier epochs are not at hand. */
export const lookFromHere = (state: TrainingState): TrainingState => ({
  ...state,
  best: undefined,
  bestStep: undefined,
  stopSince: state.history.length,
});
