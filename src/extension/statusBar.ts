import * as vscode from 'vscode';
import { withoutIcons } from '../text/markdown';
import { statusText } from '../views/markdown';
import type { TrainingSnapshot } from '../views/payloads';
import { objectiveText } from '../views/training';
import { chosenDevice } from './core';
import { commands, settings, type Command } from './ids';
import { activeNotebook } from './notebooks';
import { Throttle } from './throttle';
import type { Training, Trainings } from './trainings';
import { disposeAll } from './dispose';
import { formatProgress } from '../text/numbers';

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
    if (training?.snapshot) this.show(trainingStatus(training.identity.network, training.snapshot));
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

export interface Status {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly command: Command;
}

/** How far a training is. The names of one that is resumed come from its run folder. */
export function trainingStatus(network: string, snapshot: TrainingSnapshot): Status {
  const { progress, steps, device } = snapshot;
  const part = formatProgress(progress.step / Math.max(1, steps));
  const name = withoutIcons(network);
  const paused = snapshot.paused ? ` ${vscode.l10n.t('paused')}` : '';
  const tooltip = vscode.l10n.t(
    '{0} on {1}: {2}. Click to open the inspector.',
    name,
    withoutIcons(device),
    withoutIcons(statusText(snapshot)),
  );
  return {
    icon: snapshot.paused ? 'debug-pause' : 'sync~spin',
    text: `${name}${paused} ${part}  ${withoutIcons(objectiveText(snapshot))}`,
    tooltip,
    command: commands.openInspector,
  };
}

export const preparationStatus = (network: string): Status => ({
  icon: 'sync~spin',
  text: `${withoutIcons(network)} ${vscode.l10n.t('preparing')}`,
  tooltip: vscode.l10n.t('Preparing data and network…'),
  command: commands.openInspector,
});
