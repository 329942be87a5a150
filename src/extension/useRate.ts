import * as vscode from 'vscode';
import type { Location } from '../language/source';
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
  const change = rateChange(notebook, program, network, rate);
  if (!change)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('No cell of this notebook trains {0}.', network),
      vscode.l10n.t('Write one: train {0} on DATA', network),
    );
  await vscode.workspace.applyEdit(change.edit);
  await reveal(notebook, change.location);
}

/** The edit that does so, and where; undefined when the network is trained nowhere. */
export function rateChange(
  notebook: vscode.NotebookDocument,
  program: Program,
  network: string,
  rate: number,
): { readonly edit: vscode.WorkspaceEdit; readonly location: Location } | undefined {
  const cells = codeCells(notebook);
  const sources = cells.map(({ document }) => textOf(document));
  const found = rateEdit(program, sources, network, rate);
  const document = found && cells[found.location.cell]?.document;
  if (!found || !document) return undefined;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, found.location), found.text);
  return { edit, location: found.location };
}
