/** Keeps the time of a training: seconds spent, samples per second lately, seconds left. */
export class Pace {
  private readonly started = performance.now();
  /** Steps done and when, over about the last second. */
  private readonly marks: { step: number; time: number }[];

  constructor(
    private readonly firstStep: number,
    private readonly secondsBefore: number,
    private readonly totalSteps: number,
    private readonly batch: number,
  ) {
    this.marks = [{ step: firstStep, time: this.started }];
  }

  /** Seconds of training, those before a resume included. */
  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.started) / 1000;
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
      remaining: round(((this.totalSteps - step) * stepMilliseconds) / 1000, 1),
    };
  }
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
