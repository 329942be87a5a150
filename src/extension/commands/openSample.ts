import * as vscode from 'vscode';
import { decodeNotebook } from '../../notebook/parse';
import { openNew } from './openNew';

/** Opens the first example as a new notebook of the user's own. */
export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(extensionUri, 'examples', 'lenet5.dnn');
  await openNew(decodeNotebook(await vscode.workspace.fs.readFile(file)));
}
