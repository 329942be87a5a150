import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { exportMeasures } from '../../runs/export/exportMeasures';
import { withoutLinks } from '../../text/markdown';
import { counted } from '../../text/numbers';
import type { Core } from '../core';
import { chosenRun, chosenRuns } from '../runs/chosenRuns';
import type { RunsTree } from '../runs/runsTree';
import { exportModel } from './exportModel';

/** `Export to ONNX…`: the parameters of this very run, in its network as it was. */
export async function exportRun(
  core: Core,
  runs: RunsTree,
  memory: vscode.Memento,
  asked: unknown,
): Promise<void> {
  const run = await chosenRun(runs, asked);
  if (!run) return;
  const { network, overrides } = run.manifest;
  await exportModel(core, memory, dirname(run.notebookPath), {
    notebook: { path: run.notebookPath, text: await run.notebookText() },
    run: run.folder,
    overrides,
    network,
  });
}

/** `Export Measures…`: of each chosen run a folder with tables and an event file, where the user says. */
export async function exportRunMeasures(
  runs: RunsTree,
  asked: unknown,
  selected: unknown,
): Promise<void> {
  const chosen = await chosenRuns(runs, asked, selected);
  if (chosen.length === 0) return;
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: vscode.l10n.t('Export Measures to a Folder'),
      openLabel: vscode.l10n.t('Export Here'),
    })) ?? [];
  if (!folder) return;
  const files: string[] = [];
  for (const run of chosen) files.push(...(await exportMeasures(run, folder.fsPath)));
  const text = vscode.l10n.t(
    'Measures of {0} were written. In a terminal: tensorboard --logdir {1}',
    counted(chosen.length, 'run'),
    quoted(folder.fsPath),
  );
  const show = vscode.l10n.t('Open Table');
  if ((await vscode.window.showInformationMessage(withoutLinks(text), show)) !== show) return;
  const table = files.find((file) => basename(file) === 'measures.csv');
  if (table !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(table));
}

const quoted = (path: string): string => (/\s/.test(path) ? `"${path}"` : path);
