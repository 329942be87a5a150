import * as vscode from 'vscode';
import { isTrained } from '../../runs/lock';
import type { Run } from '../../runs/run';
import { counted } from '../../text/numbers';
import { ExtensionError } from '../failures';
import { nameOf } from './runNames';

/** Moves the folders of runs to the trash, or deletes them where there is none and the user agrees. Throws when one is being trained. */
export async function moveToTrash(runs: readonly Run[]): Promise<void> {
  await assertIdle(runs);
  const left: vscode.Uri[] = [];
  for (const { folder } of runs) {
    const uri = vscode.Uri.file(folder);
    try {
      await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
    } catch {
      left.push(uri); // on servers there is no trash
    }
  }
  if (left.length === 0 || !(await agreesToDelete(left.length))) return;
  await assertIdle(runs);
  for (const uri of left) await vscode.workspace.fs.delete(uri, { recursive: true });
}

async function agreesToDelete(count: number): Promise<boolean> {
  const question = vscode.l10n.t(
    'There is no trash here. Delete {0} for good?',
    counted(count, 'run'),
  );
  const answer = vscode.l10n.t('Delete');
  const options = { modal: true, detail: vscode.l10n.t('This cannot be undone.') };
  return (await vscode.window.showWarningMessage(question, options, answer)) === answer;
}

/** Throws an `ExtensionError` when one of the runs is being trained, in whatever process. */
export async function assertIdle(runs: readonly Run[]): Promise<void> {
  for (const run of runs)
    if (await isTrained(run.folder))
      throw new ExtensionError(
        'run-in-use',
        vscode.l10n.t('The run “{0}” is being trained.', nameOf(run)),
        vscode.l10n.t('Stop the training first, or wait until it ends.'),
      );
}
