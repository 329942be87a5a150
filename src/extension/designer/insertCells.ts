import * as vscode from 'vscode';
import { notebookData } from '../serializer';

/** Puts the cells of `.dnn` text behind those of a notebook; cells in which nothing is written give way. Tells whether it was done. */
export async function insertCells(
  notebook: vscode.NotebookDocument,
  text: string,
): Promise<boolean> {
  const { cells } = notebookData(text);
  const isBlank = notebook.getCells().every(({ document }) => document.getText().trim() === '');
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [
    isBlank
      ? vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, notebook.cellCount), cells)
      : vscode.NotebookEdit.insertCells(notebook.cellCount, cells),
  ]);
  return vscode.workspace.applyEdit(edit);
}
