import type { Tensor } from '../devices/runtime';

/** The parameters of a network at a step of its training. */
export interface StepParameters {
  readonly step: number;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** What a session is given of them. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** So many steps other than the newest are kept at hand: two that are compared, and the next one. */
const mostSteps = 3;

/** The parameters of a network at steps of its training, ready for a session. */
export class ReadyParameters {
  /** The one used last is the last. */
  private readonly used = new Map<number, StepParameters>();

  constructor(
    private readonly newest: StepParameters,
    private readonly at: (step: number) => Promise<StepParameters>,
  ) {}

  /** Absent: those of the newest step. Throws a `CoreError` where they are not kept. */
  async of(step = this.newest.step): Promise<StepParameters> {
    if (step === this.newest.step) return this.newest;
    const found = this.used.get(step) ?? (await this.at(step));
    this.used.delete(step);
    this.used.set(step, found);
    for (const [oldest] of this.used) {
      if (this.used.size <= mostSteps) break;
      this.used.delete(oldest);
    }
    return found;
  }
}
