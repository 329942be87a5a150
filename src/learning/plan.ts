import type { BoundCall } from '../language/vocabulary';
import type { Location } from '../language/source';

/** A `train` action with its words bound: everything the step builder and the training loop need. */
export interface TrainPlan {
  readonly network: string;
  readonly data: string;
  /** The learning rule; `backprop` when left out. */
  readonly rule?: string;
  readonly loss: BoundCall;
  readonly optimizer: BoundCall;
  readonly schedule: BoundCall;
  readonly stop?: BoundCall;
  readonly epochs: number;
  /** Overrides the data declaration's batch. */
  readonly batch?: number;
  readonly seed: number;
  readonly regularize?: BoundCall;
  readonly location: Location;
}
