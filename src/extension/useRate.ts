import * as vscode from 'vscode';
import type { Location } from '../language/source';
import type { Analyses } from './analyses';
import { ExtensionError } from './failures';
import { reveal } from './notebooks';
import { workspaceEdit } from './repair';

/** Writes a learning rate into the network's last `train`, and shows it there. */
export async function useRate(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  network: string,
  rate: number,
): Promise<void> {
  const change = await rateChange(analyses, notebook, network, rate);
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
export async function rateChange(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  network: string,
  rate: number,
): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly location: Location } | undefined> {
  const found = await analyses.ask(notebook, 'rateEdit', { network, rate });
  return found && { edit: workspaceEdit(notebook, [found]), location: found.location };
}
