import type { TrainingRecord } from '../../diagnosis/record';
import type { TrainPlan } from '../../learning/plan';
import type { Checkpoint, TrainingState } from '../../runs/checkpoint';
import type { RunEvent } from '../../runs/events';
import type { Run } from '../../runs/run';
import type { StoredTensor } from '../../runs/safetensors';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import type { DeviceName } from '../protocol/deviceName';
import type { Stage, StageSetup } from './stage';

/** All a training loop works with. */
export interface TrainingJob {
  readonly run: Run;
  readonly notebook: AnalyzedNotebook;
  /** What it has told before, where it is resumed. */
  readonly record: TrainingRecord;
  readonly plan: TrainPlan;
  readonly setup: StageSetup;
  /** The phase it begins or goes on with. */
  readonly stage: Stage;
  /** The device asked for; where it is `auto`, each phase to come has the one that is fastest for its own steps. */
  readonly device: DeviceName;
  /** Where to go on; absent: from the start. */
  readonly checkpoint?: Checkpoint;
  /** Aborted when the training is to stop after the present step. */
  readonly signal: AbortSignal;
  /** Tells the clients. */
  readonly notify: (event: RunEvent) => void;
}

/** Parameters and what rule and optimizer remember, after a step. */
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
  phase: { index: 0, step: 0, epoch: 0 },
  sums: {},
  history: [],
});
