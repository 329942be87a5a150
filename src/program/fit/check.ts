import type { Probe } from '../../data/source';
import type { OpenDataset } from '../../data/stored';
import type { LanguageError, Location } from '../../language/source';
import type { LearningError } from '../../learning/learningError';
import type { TrainPlan } from '../../learning/plan';
import type { RulePlan } from '../../learning/rules/rule';
import type { Network } from '../../network/network';

/** What is asked whether it fits. */
export interface Training {
  readonly network: Network;
  readonly plan: RulePlan;
  readonly batch: number;
  /** What keeps state between steps; absent where nothing is trained. */
  readonly updates?: Pick<TrainPlan, 'optimizer' | 'accumulate' | 'average'>;
}

/** What is known of the data before it is loaded. */
export type ProbedData = Pick<Probe, 'inputShape' | 'kind' | 'targets' | 'steps'> & {
  readonly name: string;
};

/** What is known when it is asked. */
export interface Known {
  /** The text: where in it a finding stands. */
  readonly text?: (finding: LearningError) => Location;
  readonly probed?: ProbedData;
  readonly loaded?: OpenDataset;
  /** Bytes of memory that are free. */
  readonly free?: number;
}

/** One reason why a training may not fit. */
export interface Check {
  /** What does not fit, by what is known; empty where the check needs something else. */
  readonly find: (training: Training, known: Known) => readonly LanguageError[];
}

/** A check of the one thing it needs to know. */
export const defineCheck = <N extends keyof Known>(
  needs: N,
  find: (training: Training, known: NonNullable<Known[N]>) => readonly LanguageError[],
): Check => ({
  find(training, { [needs]: known }) {
    return known === undefined ? [] : find(training, known);
  },
});
