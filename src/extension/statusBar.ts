import * as vscode from 'vscode';
import { formatNumber } from '../views/format';
import { statusText } from '../views/markdown';
import type { TrainingSnapshot } from '../views/payloads';
import { chosenDevice } from './core';
import { commands, settings, type Command } from './ids';
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
    const training = this.trainings.active.at(-1);
    const preparing = this.trainings.preparing.at(-1);
    if (training?.snapshot) this.showTraining(training.identity.network, training.snapshot);
    else if (preparing) this.showPreparation(preparing.network);
    else if (activeNotebook()) this.showDevice();
    else this.item.hide();
  }

  private showTraining(network: string, snapshot: TrainingSnapshot): void {
    const { progress, epochs, stepsPerEpoch, device } = snapshot;
    const part = Math.floor((100 * progress.step) / Math.max(1, epochs * stepsPerEpoch));
    const icon = snapshot.paused ? '$(debug-pause)' : '$(sync~spin)';
    const paused = snapshot.paused ? ` ${vscode.l10n.t('paused')}` : '';
    const tooltip = vscode.l10n.t(
      '{0} on {1}: {2}. Click to open the inspector.',
      network,
      device,
      statusText(snapshot),
    );
    const text = `${network}${paused} ${part} %  loss ${formatNumber(progress.loss)}`;
    this.show(icon, text, tooltip, commands.openInspector);
  }

  private showPreparation(network: string): void {
    const tooltip = vscode.l10n.t('Preparing data and network…');
    const text = `${network} ${vscode.l10n.t('preparing')}`;
    this.show('$(sync~spin)', text, tooltip, commands.openInspector);
  }

  private showDevice(): void {
    const device = chosenDevice();
    const tooltip = vscode.l10n.t('Device for training: {0}. Click to choose.', device);
    this.show('$(circuit-board)', `DNN: ${device}`, tooltip, commands.selectDevice);
  }

  private show(icon: string, text: string, tooltip: string, command: Command): void {
    this.item.command = command;
    this.item.text = `${icon} ${text}`;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: text };
    this.item.show();
  }
}
