import * as vscode from 'vscode';
import { formatNumber } from '../views/format';
import { statusText } from '../views/markdown';
import { chosenDevice } from './core';
import { commands, settings } from './ids';
import { activeNotebook } from './notebooks';
import { Throttle } from './throttle';
import type { Training, Trainings } from './trainings';
import { disposeAll } from './dispose';

const updateMilliseconds = 250;

/** One item: the device, and while a network is trained how far it is. */
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
    const training = this.trainings.active.at(-1);
    if (training) this.showTraining(training);
    else if (activeNotebook()) this.showDevice();
    else this.item.hide();
  }

  private showTraining({ identity, snapshot }: Training): void {
    this.item.command = commands.openInspector;
    if (snapshot) {
      const { progress, epochs, stepsPerEpoch, device } = snapshot;
      const part = Math.floor((100 * progress.step) / Math.max(1, epochs * stepsPerEpoch));
      const icon = snapshot.paused ? '$(debug-pause)' : '$(sync~spin)';
      const paused = snapshot.paused ? ` ${vscode.l10n.t('paused')}` : '';
      this.item.text = `${icon} ${identity.network}${paused} ${part} %  loss ${formatNumber(progress.loss)}`;
      this.item.tooltip = vscode.l10n.t(
        '{0} on {1}: {2}. Click to open the inspector.',
        identity.network,
        device,
        statusText(snapshot),
      );
    } else {
      this.item.text = `$(sync~spin) ${identity.network}`;
      this.item.tooltip = vscode.l10n.t('Preparing data and network…');
    }
    this.item.accessibilityInformation = { label: this.item.text.replace(/\$\([^)]*\) /, '') };
    this.item.show();
  }

  private showDevice(): void {
    const device = chosenDevice();
    this.item.command = commands.selectDevice;
    this.item.text = `$(circuit-board) DNN: ${device}`;
    this.item.tooltip = vscode.l10n.t('Device for training: {0}. Click to choose.', device);
    this.item.accessibilityInformation = { label: `DNN: ${device}` };
    this.item.show();
  }
}
