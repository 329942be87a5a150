import { basename } from 'node:path';
import * as vscode from 'vscode';
import { savedKind, type CopyMessage, type SavedKind, type SaveMessage } from '../views/saving';

/** Saves a table or a picture where the user says; `beside` places the suggestion. */
export async function saveText({ name, text }: SaveMessage, beside?: vscode.Uri): Promise<void> {
  const kind = savedKind(name);
  const file = await vscode.window.showSaveDialog({
    title: titleOf(kind),
    filters: { [kind.toUpperCase()]: [kind] },
    ...(beside && { defaultUri: vscode.Uri.joinPath(beside, basename(name)) }),
  });
  const bytes = Buffer.from(text, kind === 'png' ? 'base64' : 'utf8');
  if (file) await vscode.workspace.fs.writeFile(file, bytes);
}

const titleOf = (kind: SavedKind): string =>
  kind === 'csv' ? vscode.l10n.t('Save Table') : vscode.l10n.t('Save Picture');

/** Puts a table on the clipboard, and says so. */
export async function copyText({ text }: CopyMessage): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The table was copied.'), 3000);
}
