import type { Dataset } from '../../data/dataset';
import type { TrainPlan } from '../../learning/plan';
import type { TrainingStep } from '../../learning/step';
import type { Checkpoint, TrainingState } from '../../runs/checkpoint';
import type { RunEvent } from '../../runs/events';
import type { Run } from '../../runs/run';
import type { StoredTensor } from '../../runs/safetensors';
import type { BatchQueue } from '../batches/batchQueue';
import type { Evaluator } from './evaluator';
import type { StepExecutor } from '../devices/executor';

/** All a training loop works with. */
export interface TrainingJob {
  readonly run: Run;
  readonly plan: TrainPlan;
  readonly dataset: Dataset;
  /** From where the training goes on. */
  readonly batches: BatchQueue;
  readonly step: TrainingStep;
  readonly executor: StepExecutor;
  readonly evaluator: Evaluator;
  readonly device: string;
  /** Where to go on; absent: from the start. */
  readonly checkpoint?: Checkpoint;
  /** Aborted when the training is to stop after the present step. */
  readonly signal: AbortSignal;
  /** Tells the clients. */
  readonly notify: (event: RunEvent) => void;
}

/** Parameters and optimizer state after a step. */
export interface Snapshot {
  readonly step: number;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** Where a training begins. */
export const startingState = (seed: number): TrainingState => ({
  step: 0,
  epoch: 0,
  seed,
  seconds: 0,
  lossSum: 0,
  correctSum: 0,
  history: [],
});
