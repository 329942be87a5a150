import { basename } from 'node:path';
import * as vscode from 'vscode';
import { savedKind, type SavedKind, type SaveMessage } from '../views/saving';

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
