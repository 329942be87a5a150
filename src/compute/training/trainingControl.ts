import type { SettingChange } from '../../runs/events';
import { planChanges } from '../../runs/manifest';
import type { WantedChange } from '../protocol/protocol';
import type { TrainingProgress } from './trainingProgress';
import { StepBoundary } from './stepBoundary';
import type { Snapshot, TrainingJob } from './trainingJob';

/** What clients ask of a training: it is done between two of its steps. */
export class TrainingControl {
  private readonly boundary = new StepBoundary();
  private resting = false;

  constructor(
    private readonly job: TrainingJob,
    private readonly progress: TrainingProgress,
  ) {}

  get paused(): boolean {
    return this.resting;
  }

  /** The present parameters; undefined when the training has ended. */
  snapshot(): Promise<Snapshot | undefined> {
    return this.boundary.do(async () => ({
      step: this.progress.state.step,
      tensors: await this.progress.read(),
    }));
  }

  /** Writes a checkpoint and waits, everything kept in memory; false when the training has ended. */
  async pause(): Promise<boolean> {
    const { progress } = this;
    const pausing = this.boundary.do(async () => {
      if (this.resting) return true;
      await progress.saveOnce();
      this.resting = true;
      progress.throughput.pause();
      progress.reporter.tell({ event: 'paused', step: progress.state.step });
      return true;
    });
    return (await pausing) ?? false;
  }

  /** Ends a pause; false when the training has ended. */
  async continue(): Promise<boolean> {
    const { progress } = this;
    const continuing = this.boundary.do(() => {
      if (this.resting) progress.reporter.tell({ event: 'continued', step: progress.state.step });
      progress.throughput.continue();
      this.resting = false;
      return Promise.resolve(true);
    });
    return (await continuing) ?? false;
  }

  /** Changes the plan for the steps that follow; gives what has changed, undefined when the training has ended. */
  adjust(wanted: WantedChange): Promise<readonly SettingChange[] | undefined> {
    const { progress, job } = this;
    return this.boundary.do(async () => {
      const change = progress.control.changeFor(wanted, progress.state.step, progress.rate());
      // Recorded first: what cannot be repeated is not done.
      await job.run.update({ changes: planChanges.parse(progress.changesWith(change)) });
      return progress.enforce(change, () => progress.control.decide(change));
    });
  }

  /** Something is to be done before the next step. */
  get isAsked(): boolean {
    return this.boundary.isAsked || this.progress.control.isDue(this.progress.state.step);
  }

  /** Renews the changes recorded for this step, does what was asked for, and waits as long as the training rests. */
  async serve(): Promise<void> {
    const { progress, boundary, job } = this;
    const { control, state } = progress;
    for (let change = control.due(state.step); change; change = control.due(state.step)) {
      const due = change;
      progress.enforce(due, () => control.make(due));
    }
    await boundary.serve();
    while (this.resting && !job.signal.aborted && !progress.isAtEnd) {
      await boundary.rest(job.signal);
      await boundary.serve();
    }
  }

  /** The training has ended: nothing is done from here on. */
  end(): void {
    this.boundary.end();
  }
}
