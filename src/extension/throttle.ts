/** Calls `act` at most once every `milliseconds`, the first time at once, and never twice at the same time. */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;
  private busy = false;
  private last = 0;

  constructor(
    private readonly milliseconds: number,
    private readonly act: () => Promise<void> | void,
  ) {}

  request(): void {
    this.wanted = true;
    this.plan();
  }

  /** Acts now if anything is outstanding, and waits for it. */
  async flush(): Promise<void> {
    this.cancel();
    await this.act();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wanted = false;
  }

  private plan(): void {
    if (this.timer || this.busy) return;
    const wait = Math.max(0, this.last + this.milliseconds - Date.now());
    this.timer = setTimeout(() => void this.run(), wait);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.wanted = false;
    this.busy = true;
    this.last = Date.now();
    try {
      await this.act();
    } finally {
      this.busy = false;
      if (this.wanted) this.plan();
    }
  }
}
