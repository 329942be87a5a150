import type { CoreEvent } from '../protocol/coreEvent';

/** What the work of a job may use. */
export interface Surroundings {
  /** Aborted when it is to end early, with what it has. */
  readonly signal: AbortSignal;
  /** Tells the clients how it goes. */
  readonly notify: (event: CoreEvent) => void;
}

/** Those of work that nobody follows or ends early. */
export const undisturbed: Surroundings = {
  signal: new AbortController().signal,
  notify: () => undefined,
};

/** A piece of long work that goes on under an id. */
export interface Job<T = unknown> {
  readonly id: string;
  readonly abort: AbortController;
  /** False while it only waits for its clients. */
  readonly isBusy: () => boolean;
  /** What it comes to, once it is over. */
  readonly result: Promise<T>;
}

/** The long work of a core: trainings, searches, whatever else a verb asks for. */
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private preparing = 0;

  constructor(
    readonly notify: (id: string, event: CoreEvent) => void,
    /** Called when nothing is being computed any more. */
    private readonly onIdle: () => void,
  ) {}

  /** Something is being computed; what is paused waits for its clients only. */
  get busy(): boolean {
    return this.preparing > 0 || [...this.jobs.values()].some((job) => job.isBusy());
  }

  /** Those that go on, the newest last. */
  get all(): readonly Job[] {
    return [...this.jobs.values()];
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** Does what has no id yet, and counts it as being computed. */
  async prepare<T>(work: () => Promise<T>): Promise<T> {
    this.preparing++;
    try {
      return await work();
    } finally {
      this.preparing--;
      this.checkIdle();
    }
  }

  /** Does work under an id until it settles. */
  async run<T>(id: string, work: (surroundings: Surroundings) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const notify = (event: CoreEvent) => this.notify(id, event);
    const result = work({ signal: abort.signal, notify });
    this.begin({ id, abort, isBusy: () => true, result });
    try {
      return await result;
    } finally {
      this.end(id);
      this.checkIdle();
    }
  }

  /** Takes in a job that goes on; who has begun it says when it ends. */
  begin(job: Job): void {
    this.jobs.set(job.id, job);
  }

  end(id: string): void {
    this.jobs.delete(id);
  }

  /** Ends a job early and waits for its end; false when there is none of that id. */
  async stop(id: string): Promise<boolean> {
    const job = this.jobs.get(id);
    job?.abort.abort();
    await job?.result.catch(() => undefined); // who asked for it is told
    return job !== undefined;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.jobs.keys()].map((id) => this.stop(id)));
  }

  /** Tells when a job has come to rest, or the last one has ended. */
  checkIdle(): void {
    if (!this.busy) this.onIdle();
  }
}
