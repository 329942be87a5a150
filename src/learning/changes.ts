import type { BoundCall } from '../language/vocabulary';
import type { TrainPlan } from './plan';

/** What is changed of a training while it goes on, for the steps after its first `step` ones. */
export interface PlanChange {
  readonly step: number;
  /** The optimizer's rate, before the schedule. */
  readonly rate?: number;
  /** The schedule stretches with them. */
  readonly epochs?: number;
  /** `null`: no epoch but the last one ends the training. */
  readonly stop?: BoundCall | null;
  /** The training ends after this epoch, the schedule cut off; `null`: it goes on to its planned end. */
  readonly lastEpoch?: number | null;
}

export interface ChangedPlan extends TrainPlan {
  readonly lastEpoch?: number;
}

/** A plan as it is after a change. */
export function changePlan(plan: ChangedPlan, change: PlanChange): ChangedPlan {
  const { stop: oldStop, lastEpoch: oldLast, optimizer, ...rest } = plan;
  const { rate, epochs = plan.epochs, stop = oldStop, lastEpoch = oldLast } = change;
  return {
    ...rest,
    epochs,
    optimizer:
      rate === undefined
        ? optimizer
        : { ...optimizer, arguments: { ...optimizer.arguments, rate } },
    ...(stop && { stop }),
    ...(typeof lastEpoch === 'number' && { lastEpoch }),
  };
}

/** The epoch a training ends with at the latest. */
export const finalEpoch = ({ epochs, lastEpoch = epochs }: ChangedPlan): number =>
  Math.min(epochs, lastEpoch);

/** Whether two stopping rules prefer the same epochs, so that the best one so far stays the best. */
export const prefersAlike = (a: BoundCall | undefined, b: BoundCall | undefined): boolean =>
  a?.name === b?.name && a?.arguments.metric === b?.arguments.metric;
