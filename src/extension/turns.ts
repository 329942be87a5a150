/** Work that is done one after the other, in the order in which it is asked for; what fails stops nothing behind it. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private left = 0;

  /** Nothing is being done, and nothing waits. */
  get isIdle(): boolean {
    return this.left === 0;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.left++;
    const done = this.last.then(work).finally(() => this.left--);
    this.last = done.catch(() => undefined); // who asked is told
    return done;
  }
}
