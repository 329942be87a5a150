import * as vscode from 'vscode';
import { decodeNotebook } from '../../notebook/parse';
import { notebookType } from '../ids';
import { notebookData } from '../serializer';

/** Opens the first example as a new notebook of the user's own. */
export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(extensionUri, 'examples', 'lenet5.dnn');
  const text = decodeNotebook(await vscode.workspace.fs.readFile(file));
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, notebookData(text));
  await vscode.window.showNotebookDocument(notebook);
}
