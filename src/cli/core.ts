import { join } from 'node:path';
import { connectCore, type CoreClient } from '../compute/client/client';
import { CoreError } from '../compute/wire/error';
import { Interrupted } from './failed';
import { onInterruption } from './interruption';

/** The compute core of one command, and what Ctrl-C does to it. */
export class Core {
  /** Asks the work at hand to stop; absent when nothing can be stopped gracefully. */
  private stop: (() => void) | undefined;
  private interrupts = 0;
  private readonly interrupted: Promise<never>;
  private giveUp!: (reason: Interrupted) => void;
  private readonly stopListening = onInterruption((insists) => this.interrupt(insists));

  private constructor(readonly client: CoreClient) {
    this.interrupted = new Promise((_, reject) => (this.giveUp = reject));
    this.interrupted.catch(() => undefined);
  }

  static async start(): Promise<Core> {
    const corePath = join(__dirname, 'core.js');
    const client = await connectCore({ workspace: process.cwd(), mode: 'private', corePath });
    return new Core(client);
  }

  /** The user asked to stop. */
  get stopping(): boolean {
    return this.interrupts > 0;
  }

  /** Waits for some work; a first Ctrl-C calls `stop` when given, otherwise ends it with `Interrupted`. */
  async during<T>(work: Promise<T>, stop?: () => void): Promise<T> {
    this.stop = stop;
    try {
      return await Promise.race([work, this.interrupted]);
    } catch (error) {
      // A signal to all processes of a group ends the core too, which keeps a checkpoint.
      const ended = error instanceof CoreError && error.code === 'core-lost';
      throw this.stopping && ended ? new Interrupted() : error;
    } finally {
      this.stop = undefined;
    }
  }

  /** Lets the core end, and waits for it. */
  async end(): Promise<void> {
    this.stopListening();
    if (this.stopping) this.client.kill();
    await this.client.close();
  }

  private interrupt(insists: boolean): void {
    if (this.stopping && !insists) return;
    this.interrupts++;
    if (this.interrupts === 1 && this.stop) this.stop();
    else this.giveUp(new Interrupted());
  }
}
