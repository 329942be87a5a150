import { round } from '../wire/round';

/** Keeps the time of a training: seconds spent, samples per second lately, seconds left. */
export class Throughput {
  private started = performance.now();
  private pausedAt: number | undefined;
  /** Steps done and when, over about the last second. */
  private marks: { step: number; time: number }[];

  constructor(
    private readonly firstStep: number,
    private readonly secondsBefore: number,
    /** Steps of the whole training. */
    public total: number,
    public batch: number,
  ) {
    this.marks = [{ step: firstStep, time: this.started }];
  }

  /** Seconds of training, those before a resume included. */
  get seconds(): number {
    const now = this.pausedAt ?? performance.now();
    return this.secondsBefore + (now - this.started) / 1000;
  }

  /** The time from here to `continue` does not count. */
  pause(): void {
    this.pausedAt ??= performance.now();
  }

  continue(): void {
    if (this.pausedAt === undefined) return;
    const waited = performance.now() - this.pausedAt;
    this.started += waited;
    this.marks = this.marks.map(({ step, time }) => ({ step, time: time + waited }));
    this.pausedAt = undefined;
  }

  /** Notes a finished step. */
  mark(step: number): { samplesPerSecond: number; seconds: number; remaining: number } {
    const time = performance.now();
    const { marks } = this;
    marks.push({ step, time });
    while (marks.length > 2 && time - marks[1].time > 1000) marks.shift();
    const first = marks[0];
    const stepMilliseconds = (time - this.started) / (step - this.firstStep);
    return {
      samplesPerSecond: round((1000 * this.batch * (step - first.step)) / (time - first.time), 1),
      seconds: round(this.seconds, 3),
      remaining: round(((this.total - step) * stepMilliseconds) / 1000, 1),
    };
  }
}
