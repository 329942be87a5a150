import * as vscode from 'vscode';
import type { TextEdit } from '../language/textEdit';
import type { RepairChoice } from '../views/messages';
import type { Analyses } from './analyses';
import { rangeOf } from './documents';
import { ExtensionError } from './failures';
import { codeCells, reveal } from './notebooks';

/** Writes what helps against a verdict into the notebook, and shows it there. */
export async function applyRepair(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  { network, title, verdict }: RepairChoice,
): Promise<void> {
  const repairs = await analyses.ask(notebook, 'repairs', { network, verdict });
  const repair = repairs?.find((known) => known.title === title);
  const [first] = repair?.edits ?? [];
  if (!repair || !first)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('The notebook has changed since {0} was trained.', network),
      vscode.l10n.t('Train it again to see what helps now.'),
    );
  await vscode.workspace.applyEdit(workspaceEdit(notebook, repair.edits));
  await reveal(notebook, first.location);
}

/** Edits of cells as VS Code makes them. */
export function workspaceEdit(
  notebook: vscode.NotebookDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const cells = codeCells(notebook);
  const edit = new vscode.WorkspaceEdit();
  for (const { location, text } of edits) {
    const document = cells[location.cell]?.document;
    if (document) edit.replace(document.uri, rangeOf(document, location), text);
  }
  return edit;
}
