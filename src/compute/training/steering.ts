import type { SettingChange } from '../../runs/events';
import { planChanges } from '../../runs/manifest';
import type { WantedChange } from '../protocol';
import type { Course } from './course';
import { Intermission } from './intermission';
import type { Snapshot, TrainingJob } from './trainingJob';

/** What clients ask of a training: it is done between two of its steps. */
export class Steering {
  private readonly intermission = new Intermission();
  private resting = false;

  constructor(
    private readonly job: TrainingJob,
    private readonly course: Course,
  ) {}

  get paused(): boolean {
    return this.resting;
  }

  /** The present parameters; undefined when the training has ended. */
  snapshot(): Promise<Snapshot | undefined> {
    return this.intermission.do(async () => ({
      step: this.course.state.step,
      tensors: await this.course.read(),
    }));
  }

  /** Writes a checkpoint and waits, everything kept in memory; false when the training has ended. */
  async pause(): Promise<boolean> {
    const { course } = this;
    const pausing = this.intermission.do(async () => {
      if (this.resting) return true;
      await course.saveOnce();
      this.resting = true;
      course.pace.pause();
      course.announcer.tell({ event: 'paused', step: course.state.step });
      return true;
    });
    return (await pausing) ?? false;
  }

  /** Ends a pause; false when the training has ended. */
  async continue(): Promise<boolean> {
    const { course } = this;
    const continuing = this.intermission.do(() => {
      if (this.resting) course.announcer.tell({ event: 'continued', step: course.state.step });
      course.pace.continue();
      this.resting = false;
      return Promise.resolve(true);
    });
    return (await continuing) ?? false;
  }

  /** Changes the plan for the steps that follow; gives what has changed, undefined when the training has ended. */
  adjust(wanted: WantedChange): Promise<readonly SettingChange[] | undefined> {
    const { course, job } = this;
    return this.intermission.do(async () => {
      const change = course.control.understand(wanted, course.state.step, course.rate());
      // Recorded first: what cannot be repeated is not done.
      await job.run.update({ changes: planChanges.parse(course.changesWith(change)) });
      return course.enforce(change, () => course.control.decide(change));
    });
  }

  /** Something is to be done before the next step. */
  get isAsked(): boolean {
    return this.intermission.isAsked || this.course.control.isDue(this.course.state.step);
  }

  /** Renews the changes recorded for this step, does what was asked for, and waits as long as the training rests. */
  async serve(): Promise<void> {
    const { course, intermission, job } = this;
    const { control, state } = course;
    for (let change = control.due(state.step); change; change = control.due(state.step)) {
      const due = change;
      course.enforce(due, () => control.make(due));
    }
    await intermission.serve();
    while (this.resting && !job.signal.aborted && !course.isAtEnd) {
      await intermission.rest(job.signal);
      await intermission.serve();
    }
  }

  /** The training has ended: nothing is done from here on. */
  end(): void {
    this.intermission.end();
  }
}
