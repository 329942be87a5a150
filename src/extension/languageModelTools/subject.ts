import { basename, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Analyses } from '../analyses';
import { actionsOf, networksOf, type OutlineAction } from '../analysis/outline';
import { ExtensionError } from '../failures';
import { codeCells, currentNotebook, isDnn } from '../notebooks';
import { outsideFolder } from '../outside';
import { notebookPath } from '../paths';
import type { ToolInput } from './inputs';

/** The notebook a tool is asked about: an open one, or a file of the workspace. Throws an `ExtensionError`. */
export async function notebookOf({
  notebook: wanted,
}: ToolInput): Promise<vscode.NotebookDocument> {
  if (wanted === undefined) {
    const current = currentNotebook();
    if (current) return current;
    throw new ExtensionError('no-notebook', vscode.l10n.t('Open a DNN notebook first.'));
  }
  const open = vscode.workspace.notebookDocuments.filter(isDnn);
  const known =
    open.find((one) => notebookPath(one) === wanted) ??
    open.find((one) => basename(notebookPath(one)) === wanted);
  return known ?? openFile(wanted);
}

async function openFile(wanted: string): Promise<vscode.NotebookDocument> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  for (const folder of folders) {
    const path = isAbsolute(wanted) ? wanted : join(folder, wanted);
    if (!path.endsWith('.dnn') || outsideFolder(path, folders) !== undefined) continue;
    const uri = vscode.Uri.file(path);
    const opened = await Promise.resolve(vscode.workspace.openNotebookDocument(uri)).catch(
      () => undefined,
    );
    if (opened) return opened;
  }
  throw new ExtensionError(
    'no-notebook',
    vscode.l10n.t('There is no notebook {0} in this workspace.', wanted),
  );
}

/** One of a notebook's networks: the one asked for, else the only one, else `likely`. Throws an `ExtensionError`. */
export function chooseName(
  names: readonly string[],
  wanted: string | undefined,
  likely?: string,
): string {
  const found = names.find((name) => name === (wanted ?? likely)) ?? onlyOf(names, wanted);
  if (found !== undefined) return found;
  throw new ExtensionError(
    'not-runnable',
    names.length === 0
      ? vscode.l10n.t('This notebook defines no network.')
      : vscode.l10n.t('Which network? The notebook has {0}.', names.slice(0, 50).join(', ')),
  );
}

const onlyOf = (names: readonly string[], wanted: string | undefined) =>
  wanted === undefined && names.length === 1 ? names[0] : undefined;

/** The `train` a tool is to start, and its cell. Throws an `ExtensionError`. */
export async function trainingOf(
  analyses: Analyses,
  input: ToolInput,
): Promise<{ readonly action: OutlineAction; readonly cell: vscode.NotebookCell }> {
  const notebook = await notebookOf(input);
  const outline = await analyses.outline(notebook);
  const trains = actionsOf(outline).filter(({ kind }) => kind === 'train');
  const names = [...new Set(trains.map(({ network }) => network))];
  if (names.length === 0 || networksOf(outline).length === 0)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('No cell of this notebook trains a network.'),
    );
  const network = chooseName(names, input.network);
  const action = trains.find((one) => one.network === network);
  const cell = action && codeCells(notebook)[action.cell];
  if (!action || !cell)
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('No cell of this notebook trains a network.'),
    );
  return { action, cell };
}
