import type { Action } from '../../program/program';
import type { Validated } from '../protocol/protocol';
import type { Surroundings } from './jobs';
import type { LiveParameters } from './liveParameters';
import type { AnalyzedNotebook } from '../notebooks/notebook';

/** What the runner of an action gets besides the action. */
export interface ActionContext extends Surroundings {
  readonly notebook: AnalyzedNotebook;
  /** Device, seed and passes that were asked for. */
  readonly request: Validated<'perform'>;
  /** The parameters of trainings that go on. */
  readonly live: LiveParameters;
}

/** Carries out the actions of one verb in the core; the result goes to a client as JSON. */
export interface Runner<A extends Action = Action> {
  readonly verb: string;
  run(action: A, context: ActionContext): Promise<unknown>;
}

/** The runners by their verb: a table that is open, and empty where the core is not. */
export const runners = new Map<string, Runner>();
