import * as vscode from 'vscode';
import type { Program } from '../program/program';
import { rateEdit } from '../program/useRate';
import { rangeOf, textOf } from './documents';
import { ExtensionError } from './failures';
import { codeCells, reveal } from './notebooks';

/** Writes a learning rate into the network's last `train`, and shows it there. */
export async function useRate(
  notebook: vscode.NotebookDocument,
  program: Program,
  network: string,
  rate: number,
): Promise<void> {
  const cells = codeCells(notebook);
  const sources = cells.map(({ document }) => textOf(document));
  const edit = rateEdit(program, sources, network, rate);
  const document = edit && cells[edit.location.cell]?.document;
  if (!edit || !document)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('No cell of this notebook trains {0}.', network),
      vscode.l10n.t('Write one: train {0} on DATA', network),
    );
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, rangeOf(document, edit.location), edit.text);
  await vscode.workspace.applyEdit(change);
  await reveal(notebook, edit.location);
}
