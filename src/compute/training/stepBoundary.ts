interface Job {
  readonly work: () => Promise<void>;
  /** The training has ended without doing it. */
  readonly miss: () => void;
}

/** The moments between two steps of a training: what others want done then is done one after the other. */
export class StepBoundary {
  private readonly jobs: Job[] = [];
  private ended = false;
  private wake: () => void = () => undefined;

  /** Something waits to be done. */
  get isAsked(): boolean {
    return this.jobs.length > 0;
  }

  /** Does some work between two steps; `undefined` when the training has ended. */
  do<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise<T | undefined>((resolve, reject) => {
      this.jobs.push({
        work: () => work().then(resolve, reject),
        miss: () => resolve(undefined),
      });
      this.wake();
    });
  }

  /** Does what waits. */
  async serve(): Promise<void> {
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) await job.work();
  }

  /** Waits until there is something to do, or until the signal. */
  rest(signal: AbortSignal): Promise<void> {
    if (this.jobs.length > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.wake = () => {
        signal.removeEventListener('abort', this.wake);
        resolve();
      };
      signal.addEventListener('abort', this.wake);
    });
  }

  /** Nothing is done from here on. */
  end(): void {
    this.ended = true;
    for (const { miss } of this.jobs.splice(0)) miss();
  }
}
