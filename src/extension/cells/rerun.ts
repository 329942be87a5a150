import * as vscode from 'vscode';
import { codeCells } from '../notebooks';
import { originOf } from './origin';

/** Runs a cell, as a click on it would. */
export async function runCell(cell: vscode.NotebookCell): Promise<void> {
  if (cell.index < 0) return;
  await vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: cell.index, end: cell.index + 1 }],
    document: cell.notebook.uri,
  });
}

/** The cell that shows an output, as the renderer names it. */
export const cellOfOutput = (
  notebook: vscode.NotebookDocument,
  output: string,
): vscode.NotebookCell | undefined =>
  codeCells(notebook).find(({ outputs }) => outputs.some((one) => originOf(one)?.id === output));

/** `Run Cell Again`: the cell with this text document. */
export async function rerunCell(uri: unknown): Promise<void> {
  if (typeof uri !== 'string') return;
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find(({ document }) => document.uri.toString() === uri);
  if (cell) await runCell(cell);
}
