import type { RunEvent } from '../../runs/events';
import type { Run } from '../../runs/run';
import type { TrainingRecord } from '../../diagnosis/record';

/** Steps and epochs at the start that are always told and recorded. */
export const firstOnes = 10;
/** Milliseconds between step notifications after that. */
const notifyEvery = 100;
/** About so many steps of a run are recorded, evenly spread: the same ones each time. */
const recordedSteps = 1000;

/** Tells the clients of a run what happens, and records it. */
export class RunReporter {
  private lastNotified = -Infinity;

  constructor(
    private readonly run: Run,
    private readonly notify: (event: RunEvent) => void,
    /** What diagnoses go by: what is recorded, so that the same training is judged alike. */
    readonly record: TrainingRecord,
  ) {}

  tell(event: RunEvent): void {
    this.append(event);
    this.notify(event);
  }

  /** Tells of some of the `total` steps: recorded by their number, notified by the clock; no event is made of others. */
  tellStep(step: number, total: number, makeEvent: () => RunEvent): void {
    const always = step <= firstOnes || step === total;
    const record = always || step % Math.max(1, Math.ceil(total / recordedSteps)) === 0;
    const notify = always || performance.now() - this.lastNotified >= notifyEvery;
    if (!record && !notify) return;
    const event = makeEvent();
    if (record) this.append(event);
    if (!notify) return;
    this.lastNotified = performance.now();
    this.notify(event);
  }

  private append(event: RunEvent): void {
    this.run.append(event);
    this.record.add(event);
  }
}
