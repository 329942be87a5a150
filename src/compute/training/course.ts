import { prefersAlike, type PlanChange } from '../../learning/changes';
import type { TrainingState } from '../../runs/checkpoint';
import type { Scores, SettingChange } from '../../runs/events';
import type { StoredTensor } from '../../runs/safetensors';
import { Announcer } from './announcer';
import { Pace, round } from './pace';
import { differences, PlanControl } from './planControl';
import { hasStopped, judgeEpoch, lookFromHere } from './stopping';
import { startingState, type TrainingJob } from './trainingJob';

/** Where a training stands: its counters, the plan in force and the best parameters so far; all that a checkpoint holds. */
export class Course {
  readonly stepsPerEpoch: number;
  readonly control: PlanControl;
  readonly pace: Pace;
  readonly announcer: Announcer;
  state: TrainingState;
  private best: ReadonlyMap<string, StoredTensor> | undefined;
  private saved = { step: -1, time: performance.now() };

  constructor(private readonly job: TrainingJob) {
    const { plan, dataset, step, checkpoint, run } = job;
    this.state = checkpoint?.state ?? startingState(plan.seed);
    this.announcer = new Announcer(run, job.notify);
    // The best parameters are not stored twice when they are the present ones.
    const bestNow = this.state.bestStep === this.state.step;
    this.best = bestNow ? checkpoint?.tensors : checkpoint?.best;
    this.stepsPerEpoch = Math.floor(dataset.splits.train.count / step.batch);
    this.control = new PlanControl(plan, this.stepsPerEpoch, run.manifest.changes, this.state.step);
    this.pace = new Pace(this.state.step, this.state.seconds, this.control.steps, step.batch);
  }

  /** No step is left of the plan. */
  get isAtEnd(): boolean {
    return this.state.step >= this.control.steps;
  }

  /** The stopping rule has ended the training with the epoch just done. A rule set since then looks at the next one. */
  get hasStopped(): boolean {
    const isEpochDone = this.state.step % this.stepsPerEpoch === 0;
    return isEpochDone && hasStopped(this.control.plan, this.state);
  }

  /** The learning rate of the step after so many. */
  rate(step = this.state.step): number {
    return this.control.rate(step, this.state.history);
  }

  /** Puts a change of the plan into force by `make`, and tells what it changed. */
  enforce(change: PlanChange, make: () => void): readonly SettingChange[] {
    const before = { plan: this.control.plan, rate: this.rate() };
    make();
    const { plan } = this.control;
    if (!prefersAlike(before.plan.stop, plan.stop)) {
      this.best = undefined;
      this.state = lookFromHere(this.state);
    }
    this.pace.total = this.control.steps;
    const changes = differences(before.plan, plan, [before.rate, this.rate()]);
    for (const what of changes)
      this.announcer.tell({ event: 'changed', step: change.step, ...what });
    return changes;
  }

  /** Asks the stopping rule about a finished epoch, and keeps a copy of the best parameters so far. */
  async judge(scores: Scores): Promise<boolean> {
    const { state, stop, isBest } = judgeEpoch(this.control.plan, this.state, scores);
    this.state = state;
    if (isBest) this.best = await this.job.executor.read();
    return stop;
  }

  /** Goes back to the best parameters where a stopping rule wants them. */
  takeBest(): void {
    if (!this.control.plan.stop || !this.best || this.state.bestStep === this.state.step) return;
    this.job.executor.write(new Map([...this.best].map(([key, { data }]) => [key, data])));
    this.best = undefined;
    this.state = { ...this.state, latest: this.state.best };
  }

  /** Step of the last checkpoint of this process; undefined before the first one. */
  get savedStep(): number | undefined {
    return this.saved.step < 0 ? undefined : this.saved.step;
  }

  /** Seconds since the last checkpoint. */
  get unsavedSeconds(): number {
    return (performance.now() - this.saved.time) / 1000;
  }

  async save(): Promise<void> {
    const { run, executor } = this.job;
    const state = { ...this.state, seconds: round(this.pace.seconds, 3) };
    const { step, epoch, seconds } = state;
    const best = state.bestStep === step ? undefined : this.best;
    const tensors = await executor.read();
    const file = await run.saveCheckpoint({ state, tensors, ...(best && { best }) });
    await run.update({ step, epoch, seconds });
    this.saved = { step, time: performance.now() };
    this.announcer.tell({ event: 'checkpoint', step, file });
  }

  /** Writes a checkpoint unless the last one is of this very step. */
  async saveOnce(): Promise<void> {
    if (this.saved.step !== this.state.step) await this.save();
  }
}
