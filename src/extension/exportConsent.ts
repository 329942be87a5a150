import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { visible } from '../text/visible';
import { ExtensionError } from './failures';
import { outsideFolder } from './outside';
import { notebookPath } from './paths';

const key = 'exportFolders';

/** Folders outside of the workspace that models may be written to: each is asked for once. */
export class ExportConsent {
  constructor(private readonly memory: vscode.Memento) {}

  /** Throws an `ExtensionError` unless a model may be written to a file that a notebook names. */
  async ask(notebook: vscode.NotebookDocument, file: string): Promise<void> {
    const folder = outsideFolder(file, foldersOf(notebook));
    const allowed = this.memory.get<readonly string[]>(key, []);
    if (folder === undefined || allowed.includes(folder)) return;
    const answer = vscode.l10n.t('Export There');
    const detail = vscode.l10n.t('The folder is outside this workspace: {0}', visible(folder));
    const question = vscode.l10n.t('The notebook wants to write a model to another folder.');
    const options = { modal: true, detail };
    if ((await vscode.window.showWarningMessage(question, options, answer)) !== answer)
      throw new ExtensionError(
        'outside',
        vscode.l10n.t('Nothing was written to {0}, which is outside this workspace.', folder),
      );
    await this.memory.update(key, [...allowed, folder]);
  }
}

function foldersOf(notebook: vscode.NotebookDocument): readonly string[] {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  return folders.length > 0 ? folders : [dirname(notebookPath(notebook))];
}
