import * as vscode from 'vscode';
import { Run } from '../../runs/run';
import { withPatience } from '../progress';
import type { Training, Trainings } from '../trainings';

/** `Stop Training`: ends with a checkpoint, so that it can go on later. */
export async function stopTraining(trainings: Trainings): Promise<void> {
  const training = await chooseTraining(trainings.active);
  if (!training) return;
  await withPatience(
    vscode.l10n.t('Stopping {0}…', training.identity.network),
    trainings.stop(training),
  );
}

/** `Resume`: a run of the tree, or a run folder. */
export async function resumeRun(trainings: Trainings, run: unknown): Promise<void> {
  const folder = folderOf(run);
  if (folder === undefined) return;
  await withPatience(vscode.l10n.t('Resuming from the last checkpoint…'), trainings.resume(folder));
}

export async function revealRun(run: unknown): Promise<void> {
  const folder = folderOf(run);
  if (folder === undefined) return;
  const metrics = vscode.Uri.joinPath(vscode.Uri.file(folder), 'run.json');
  await vscode.window.showTextDocument(metrics, { preview: true });
}

async function chooseTraining(active: readonly Training[]): Promise<Training | undefined> {
  if (active.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No network is being trained.'));
    return undefined;
  }
  if (active.length === 1) return active[0];
  const items = active.map((training) => ({
    label: training.identity.network,
    description: training.identity.run,
    training,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Stop which training?'),
  });
  return chosen?.training;
}

function folderOf(run: unknown): string | undefined {
  if (typeof run === 'string') return run;
  return run instanceof Run ? run.folder : undefined;
}
