import * as vscode from 'vscode';
import type { Location } from '../language/source';
import { rangeOf } from './documents';
import { notebookType } from './ids';

export const isDnn = (notebook: vscode.NotebookDocument | undefined) =>
  notebook?.notebookType === notebookType;

export const codeCells = (notebook: vscode.NotebookDocument): vscode.NotebookCell[] =>
  notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);

export const activeNotebook = (): vscode.NotebookDocument | undefined => {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return isDnn(notebook) ? notebook : undefined;
};

/** The DNN notebook in front, else the only or first one that is visible or open. */
export const currentNotebook = (): vscode.NotebookDocument | undefined =>
  activeNotebook() ??
  vscode.window.visibleNotebookEditors.map(({ notebook }) => notebook).find(isDnn) ??
  vscode.workspace.notebookDocuments.find(isDnn);

/** Scrolls to a cell where its notebook is on view and the cell is not. */
export function bringIntoView(cell: vscode.NotebookCell): void {
  if (cell.index < 0) return;
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  for (const editor of vscode.window.visibleNotebookEditors)
    if (editor.notebook === cell.notebook)
      editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

export interface Place {
  readonly notebook: vscode.NotebookDocument;
  readonly cell: vscode.NotebookCell;
  /** Counted among the code cells. */
  readonly number: number;
}

/** The code cell a text document belongs to. */
export function placeOf(document: vscode.TextDocument): Place | undefined {
  for (const notebook of vscode.workspace.notebookDocuments) {
    if (!isDnn(notebook)) continue;
    const number = codeCells(notebook).findIndex((cell) => cell.document === document);
    if (number >= 0) return { notebook, cell: codeCells(notebook)[number], number };
  }
  return undefined;
}

/** Shows a place of a notebook and selects it. */
export async function reveal(notebook: vscode.NotebookDocument, location: Location): Promise<void> {
  const cell = codeCells(notebook)[location.cell];
  if (!cell) return;
  await vscode.window.showNotebookDocument(notebook, {
    viewColumn: vscode.window.visibleNotebookEditors.find((e) => e.notebook === notebook)
      ?.viewColumn,
    selections: [new vscode.NotebookRange(cell.index, cell.index + 1)],
  });
  await vscode.window.showTextDocument(cell.document, {
    selection: rangeOf(cell.document, location),
  });
}
