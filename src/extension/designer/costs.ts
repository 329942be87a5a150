import * as vscode from 'vscode';
import type { NetworkCost } from '../../designer/cost';
import type { Analyses } from '../analyses';
import { chosenDevice } from '../core';
import { disposeAll } from '../dispose';
import { settings } from '../ids';
import { Throttle } from '../throttle';
import type { Trainings } from '../trainings';

/** Building a training step to count in takes some milliseconds: not at every letter. */
const everyMilliseconds = 400;

interface Subject {
  readonly notebook: vscode.NotebookDocument;
  readonly network: string;
}

/** What the network on view costs, told anew when its text, the device or what was measured changes. */
export class NetworkCosts implements vscode.Disposable {
  private subject: Subject | undefined;
  private cost: NetworkCost | undefined;
  private readonly changed = new vscode.EventEmitter<NetworkCost | undefined>();
  private readonly asking = new Throttle(everyMilliseconds, () => this.ask());
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly analyses: Analyses,
    trainings: Trainings,
  ) {
    this.subscriptions = [
      this.changed,
      trainings.onDidChange(() => this.asking.request()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.device)) this.asking.request();
      }),
    ];
  }

  /** Turns to a network, as its text is now; gives what was known of it before. */
  show(subject: Subject | undefined): NetworkCost | undefined {
    this.subject = subject;
    if (this.cost?.network !== subject?.network) this.cost = undefined;
    if (subject) this.asking.request();
    return this.cost;
  }

  dispose(): void {
    this.asking.cancel();
    disposeAll(this.subscriptions);
  }

  private async ask(): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    const { notebook, network } = subject;
    const question = { network, device: chosenDevice() };
    // What failed is told by whoever asked for the design.
    const cost = await this.analyses.ask(notebook, 'cost', question).catch(() => undefined);
    if (subject !== this.subject || !cost) return;
    this.cost = cost;
    this.changed.fire(cost);
  }
}
