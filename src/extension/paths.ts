import { basename, dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { dataFolders, workspaceFolder } from './core';

/** Where a notebook lies, or would: it places the run folder and relative file names. */
export function notebookPath({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === 'file' || isAbsolute(uri.fsPath)) return uri.fsPath;
  const name = basename(uri.path);
  return join(workspaceFolder(), name.endsWith('.dnn') ? name : `${name}.dnn`);
}

/** The notebook of a path, where it is open. */
export const openNotebookAt = (path: string): vscode.NotebookDocument | undefined =>
  vscode.workspace.notebookDocuments.find((open) => !open.isClosed && notebookPath(open) === path);

/** Where the files are looked for that a notebook reads. */
export const fileContext = (notebook: vscode.NotebookDocument) => ({
  notebookFolder: dirname(notebookPath(notebook)),
  workspaceFolder: workspaceFolder(),
  environment: { ...process.env, DNN_DATA: dataFolders() },
});

/** A file named in a notebook. */
export const resolveFile = (notebook: vscode.NotebookDocument, file: string): string =>
  isAbsolute(file) ? file : join(dirname(notebookPath(notebook)), file);
