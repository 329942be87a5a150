import * as vscode from 'vscode';
import { Run } from '../../runs/run';
import { restricted } from '../failures';
import { withPatience } from '../progress';
import type { Trainings } from '../trainings';

/** `Resume`: a run of the tree, or a run folder. */
export async function resumeRun(trainings: Trainings, run: unknown): Promise<void> {
  const folder = folderOf(run);
  if (folder === undefined) return;
  if (!vscode.workspace.isTrusted) throw restricted();
  await withPatience(vscode.l10n.t('Resuming from the last checkpoint…'), trainings.resume(folder));
}

export async function revealRun(run: unknown): Promise<void> {
  const folder = folderOf(run);
  if (folder === undefined) return;
  const metrics = vscode.Uri.joinPath(vscode.Uri.file(folder), 'run.json');
  await vscode.window.showTextDocument(metrics, { preview: true });
}

function folderOf(run: unknown): string | undefined {
  if (typeof run === 'string') return run;
  return run instanceof Run ? run.folder : undefined;
}
