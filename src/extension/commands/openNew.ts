import * as vscode from 'vscode';
import { notebookType } from '../ids';
import { notebookData } from '../serializer';

/** Opens `.dnn` text as a new notebook of the user's own. */
export async function openNew(text: string): Promise<vscode.NotebookDocument> {
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, notebookData(text));
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}
