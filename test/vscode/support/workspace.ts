import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../../src/extension/ids';

/** A notebook that trains in about a second. */
export const smallNotebook = notebookOf(
  `data digits {
  source digits(train: 1200, test: 200, seed: 7)
  split validation 200
  batch 50
}`,
  `network Net {
  input image[1, 28, 28]
  C1: conv(4, kernel: 5) relu
  S2: maxpool(2)
  F3: dense(32) tanh
  output: dense(10) softmax
}`,
  `train Net on digits {
  loss cross_entropy
  optimizer sgd(rate: 0.1, momentum: 0.9)
  epochs 2
}`,
  `inspect Net {
  gradients
  activations
  features C1 on digits.test[7]
}`,
  `export Net to "small.onnx"`,
);

/** The file of a notebook with these code cells, under a heading. */
export function notebookOf(...cells: readonly string[]): string {
  const fences = cells.map((source) => `\`\`\`dnn\n${source}\n\`\`\`\n`);
  return `---\ndnn: 1\n---\n\n# Test\n\n${fences.join('\n')}`;
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests need a workspace folder');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes a file into the workspace and opens it as a notebook in front. */
export async function openNotebook(name: string, text: string): Promise<vscode.NotebookDocument> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return showNotebook(name);
}

/** Opens a file of the workspace as a click would, so that closing its editor closes the notebook. */
export async function showNotebook(name: string): Promise<vscode.NotebookDocument> {
  const uri = workspaceFile(name);
  await vscode.commands.executeCommand('vscode.open', uri);
  return until(() => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    return notebook?.uri.toString() === uri.toString() && notebook;
  });
}

export const codeCells = (notebook: vscode.NotebookDocument): vscode.NotebookCell[] =>
  notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);

export const closeAll = (): Thenable<unknown> =>
  vscode.commands.executeCommand('workbench.action.closeAllEditors');

/** Runs code cells by number, all by default; does not wait for them. */
export function run(notebook: vscode.NotebookDocument, ...numbers: readonly number[]): void {
  const cells = codeCells(notebook);
  const wanted = numbers.length > 0 ? numbers.map((number) => cells[number]) : cells;
  void vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: wanted.map(({ index }) => ({ start: index, end: index + 1 })),
    document: notebook.uri,
  });
}

/** Waits until something holds; gives what it found. Throws what it waited for after a minute. */
export async function until<T>(
  find: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`In vain waited for ${find.toString()}`);
}

/** Waits until a cell has ended; tells whether it succeeded. */
export async function ended(cell: vscode.NotebookCell): Promise<boolean | undefined> {
  const summary = await until(
    () => cell.executionSummary?.timing !== undefined && cell.executionSummary,
  );
  return summary.success;
}

/** The JSON of a cell's output of a MIME type. */
export function payload<T>(cell: vscode.NotebookCell, mime: string): T | undefined {
  const item = cell.outputs.flatMap(({ items }) => items).find((each) => each.mime === mime);
  return item && (JSON.parse(new TextDecoder().decode(item.data)) as T);
}

export const text = (cell: vscode.NotebookCell, mime = 'text/markdown'): string =>
  cell.outputs
    .flatMap(({ items }) => items)
    .filter((item) => item.mime === mime)
    .map(({ data }) => new TextDecoder().decode(data))
    .join('\n');

export const errorText = (cell: vscode.NotebookCell): string =>
  text(cell, 'application/vnd.code.notebook.error');

export const interrupt = (notebook: vscode.NotebookDocument): Thenable<unknown> =>
  vscode.commands.executeCommand('notebook.cancelExecution', {
    ranges: [{ start: 0, end: notebook.cellCount }],
    document: notebook.uri,
  });

export { commands };
