import type * as vscode from 'vscode';
import type { RunEvent } from '../../runs/events';
import { Throttle } from '../throttle';
import type { Training } from '../trainings';

const updateMilliseconds = 100;

/** The training on view, whose events go to the page in portions. */
export class FollowedTraining implements vscode.Disposable {
  private pending: RunEvent[] = [];
  private following: vscode.Disposable | undefined;
  private readonly throttle = new Throttle(updateMilliseconds, () => this.sendPending());

  constructor(private readonly send: (events: readonly RunEvent[]) => void) {}

  /** Turns to another training, or to none. `onReceive` says whether an event is to be sent. */
  follow(training: Training | undefined, onReceive: (event: RunEvent) => boolean): void {
    this.following?.dispose();
    this.forget();
    this.following = training?.onDidReceive((event) => {
      if (!onReceive(event)) return;
      this.pending.push(event);
      this.throttle.request();
    });
  }

  /** What waits to be sent is known already. */
  forget(): void {
    this.pending = [];
  }

  dispose(): void {
    this.throttle.cancel();
    this.following?.dispose();
  }

  private sendPending(): void {
    const { pending } = this;
    this.forget();
    if (pending.length > 0) this.send(pending);
  }
}
