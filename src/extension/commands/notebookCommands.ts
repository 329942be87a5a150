import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { newNotebook } from '../../notebook/template';
import type { Analyses } from '../analyses';
import { runCell } from '../cells/rerun';
import { actionsOf, firstError, networksOf } from '../analysis/outline';
import type { Core } from '../core';
import { ExtensionError } from '../failures';
import { codeCells, currentNotebook } from '../notebooks';
import { notebookPath } from '../paths';
import { notebookText } from '../serializer';
import { exportModel } from './exportModel';
import { openNew } from './openNew';

/** `New Notebook`: a small network that trains at once. */
export async function createNotebook(): Promise<void> {
  await openNew(newNotebook(vscode.l10n.t('My network')));
}

/** `Train Network`: runs the cell that trains the network, as a click on it would. */
export async function trainNetwork(analyses: Analyses, asked?: unknown): Promise<void> {
  const { notebook, network } = chosen(asked);
  const outline = await analyses.outline(notebook);
  const training = actionsOf(outline).filter(({ kind }) => kind === 'train');
  const names = [...new Set(training.map(({ network }) => network))];
  const name = await chooseNetwork(
    names,
    network,
    vscode.l10n.t('No cell of this notebook trains a network.'),
    firstError(outline)?.message,
  );
  const action = training.find((each) => each.network === name);
  const cell = action && codeCells(notebook)[action.cell];
  if (!cell) return;
  await vscode.window.showNotebookDocument(notebook, {
    viewColumn: vscode.window.visibleNotebookEditors.find((e) => e.notebook === notebook)
      ?.viewColumn,
    selections: [new vscode.NotebookRange(cell.index, cell.index + 1)],
  });
  await runCell(cell);
}

/** `Export to ONNX`: the network's last trained parameters, to a file the user chooses. */
export async function exportOnnx(
  core: Core,
  analyses: Analyses,
  memory: vscode.Memento,
  asked?: unknown,
): Promise<void> {
  const { notebook, network } = chosen(asked);
  const outline = await analyses.outline(notebook);
  const name = await chooseNetwork(
    networksOf(outline),
    network,
    vscode.l10n.t('This notebook defines no network.'),
    firstError(outline)?.message,
  );
  if (name === undefined) return;
  const path = notebookPath(notebook);
  await exportModel(core, memory, dirname(path), {
    notebook: { path, text: notebookText(notebook) },
    network: name,
  });
}

/** A network of a notebook, as a view that shows it names it to a command. */
export interface NetworkChoice {
  readonly notebook: vscode.NotebookDocument;
  readonly network: string;
}

export const isChoice = (asked: unknown): asked is NetworkChoice =>
  typeof asked === 'object' && asked !== null && 'notebook' in asked && 'network' in asked;

/** What a command is about: what a view chose, else a network of the notebook in front. */
function chosen(asked: unknown): { notebook: vscode.NotebookDocument; network: unknown } {
  if (isChoice(asked)) return asked;
  const notebook = currentNotebook();
  if (notebook) return { notebook, network: asked };
  throw new ExtensionError('no-notebook', vscode.l10n.t('Open a DNN notebook first.'));
}

async function chooseNetwork(
  names: readonly string[],
  wanted: unknown,
  none: string,
  hint: string | undefined,
): Promise<string | undefined> {
  if (typeof wanted === 'string' && names.includes(wanted)) return wanted;
  if (names.length === 0) throw new ExtensionError('not-runnable', none, hint);
  if (names.length === 1) return names[0];
  return vscode.window.showQuickPick(names, { title: vscode.l10n.t('Which network?') });
}
