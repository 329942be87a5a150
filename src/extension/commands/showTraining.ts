import * as vscode from 'vscode';
import { controlTraining } from '../controlTraining';
import { disposeAll } from '../dispose';
import { showError } from '../failures';
import type { Inspector } from '../inspector/panel';
import { openNotebookAt } from '../paths';
import type { Training, Trainings } from '../trainings';
import { noTraining, trainingItem } from './trainingCommands';

interface TrainingButton extends vscode.QuickInputButton {
  readonly control: 'pause' | 'resume' | 'stop';
}

/** `Show Training…`: opens the inspector on one of the trainings that go on; each can be controlled in the list. */
export async function showTraining(trainings: Trainings, inspector: Inspector): Promise<void> {
  if (trainings.active.length === 0) return noTraining();
  const training = await chooseTraining(trainings);
  if (!training) return;
  const { notebook: path, network } = training.identity;
  const notebook =
    openNotebookAt(path) ?? (await vscode.workspace.openNotebookDocument(vscode.Uri.file(path)));
  await inspector.open(notebook, network);
}

function chooseTraining(trainings: Trainings): Promise<Training | undefined> {
  const list = vscode.window.createQuickPick<ReturnType<typeof listed>>();
  list.title = vscode.l10n.t('Trainings');
  const update = () => {
    list.items = trainings.active.map(listed);
    if (list.items.length === 0) list.hide();
  };
  update();
  return new Promise<Training | undefined>((resolve) => {
    const listening = [
      list,
      trainings.onDidChange(update),
      trainings.onDidPause(update),
      list.onDidTriggerItemButton(({ item, button }) => {
        const { control: command } = button as TrainingButton;
        const { run, notebook } = item.training.identity;
        controlTraining({ type: 'control', command, run }, notebook).catch((error: unknown) =>
          showError(error),
        );
      }),
      list.onDidAccept(() => {
        resolve(list.selectedItems[0]?.training);
        list.hide();
      }),
      list.onDidHide(() => {
        resolve(undefined);
        disposeAll(listening);
      }),
    ];
    list.show();
  });
}

const listed = (training: Training) => ({
  ...trainingItem(training),
  buttons: [
    training.isPaused
      ? button('resume', 'debug-continue', vscode.l10n.t('Resume'))
      : button('pause', 'debug-pause', vscode.l10n.t('Pause')),
    button('stop', 'debug-stop', vscode.l10n.t('Stop')),
  ],
});

const button = (
  control: TrainingButton['control'],
  icon: string,
  tooltip: string,
): TrainingButton => ({ control, iconPath: new vscode.ThemeIcon(icon), tooltip });
