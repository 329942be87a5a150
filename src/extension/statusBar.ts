import * as vscode from 'vscode';
import { chosenDevice } from './core';
import { commands, settings } from './ids';
import { activeNotebook } from './notebooks';
import { Throttle } from './throttle';
import type { Training, Trainings } from './trainings';
import { disposeAll } from './dispose';
import { preparationStatus, trainingStatus, type Status } from './trainingStatus';

const updateMilliseconds = 250;

/** One item: the device, and while networks are trained how far they are. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'dnn.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly throttle = new Throttle(updateMilliseconds, () => this.update());
  private readonly subscriptions: vscode.Disposable[];
  private readonly listening = new WeakSet<Training>();

  constructor(private readonly trainings: Trainings) {
    this.item.name = 'DNN Notebook';
    this.subscriptions = [
      this.item,
      trainings.onDidChange((training) => this.listen(training)),
      trainings.onDidPrepare(() => this.update()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.update()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.device)) this.update();
      }),
    ];
    this.update();
  }

  dispose(): void {
    this.throttle.cancel();
    disposeAll(this.subscriptions);
  }

  private listen(training: Training): void {
    if (!this.listening.has(training)) {
      this.listening.add(training);
      training.onDidReceive(() => this.throttle.request());
    }
    this.update();
  }

  private update(): void {
    const [first, ...others] = this.trainings.active.flatMap(({ identity, snapshot }) =>
      snapshot ? [{ run: identity.run, network: identity.network, snapshot }] : [],
    );
    const preparing = this.trainings.preparing.at(-1);
    if (first) this.show(trainingStatus([first, ...others]));
    else if (preparing) this.show(preparationStatus(preparing.network));
    else if (activeNotebook()) this.showDevice();
    else this.item.hide();
  }

  private showDevice(): void {
    const device = chosenDevice();
    const tooltip = vscode.l10n.t('Device for training: {0}. Click to choose.', device);
    const command = commands.selectDevice;
    this.show({ icon: 'circuit-board', text: `DNN: ${device}`, tooltip, command });
  }

  private show({ icon, text, tooltip, command }: Status): void {
    this.item.command = command;
    this.item.text = `$(${icon}) ${text}`;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: text };
    this.item.show();
  }
}
