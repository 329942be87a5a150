import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SaveMessage } from '../views/saving';

/** Saves a table where the user says; `beside` places the suggestion. */
export async function saveText({ name, text }: SaveMessage, beside?: vscode.Uri): Promise<void> {
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Table'),
    filters: { CSV: ['csv'] },
    ...(beside && { defaultUri: vscode.Uri.joinPath(beside, basename(name)) }),
  });
  if (file) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
