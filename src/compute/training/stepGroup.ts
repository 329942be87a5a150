/** Milliseconds of several steps in one run, at most: a training listens between two runs. */
const longestRun = 200;

/** Decides how many steps one run of an executor is. */
export class StepGroup {
  /** What a step took last. */
  milliseconds = Infinity;

  /** `most` is what the executor takes at once. */
  constructor(private readonly most: number) {}

  /** As many as the executor takes, if no more than `left` are to follow each other and it is no long wait, else one. */
  size(left: number): number {
    return left < this.most || this.milliseconds * this.most > longestRun ? 1 : this.most;
  }

  /** Waits for a run of so many steps. */
  async timed<T>(running: Promise<T>, steps: number): Promise<T> {
    const started = performance.now();
    const result = await running;
    this.milliseconds = (performance.now() - started) / steps;
    return result;
  }
}
