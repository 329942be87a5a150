import { basename } from 'node:path';
import * as vscode from 'vscode';
import { placesText } from '../../onnx/modelError';
import type { ModelDescription } from '../../views/model';
import { ExtensionError } from '../failures';
import type { ModelFiles } from './modelFiles';

/** Problems that are told in a message; the page of the model has all. */
const mostTold = 4;

/** Writes a notebook beside a model, in which it is trained further, and opens it. Throws an `ExtensionError` that says why it cannot. */
export async function makeNotebook(models: ModelFiles, model: vscode.Uri): Promise<void> {
  const text = await models.ask(model, 'notebook', undefined);
  if (text === undefined) {
    const { description } = await models.ask(model, 'describe', undefined);
    throw new ExtensionError(
      'not-runnable',
      vscode.l10n.t('{0} cannot be made a network: {1}.', basename(model.path), why(description)),
      vscode.l10n.t('Its page marks the nodes.'),
    );
  }
  const file = await freeFile(model);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const notebook = await vscode.workspace.openNotebookDocument(file);
  await vscode.window.showNotebookDocument(notebook);
}

function why({ nodes, refusal }: ModelDescription): string {
  const problems = new Map<string, string[]>();
  for (const { name, problem } of nodes) {
    if (problem === undefined) continue;
    problems.set(problem, [...(problems.get(problem) ?? []), name]);
  }
  const told = [...problems].slice(0, mostTold).map(([text, at]) => `${text}${placesText(at)}`);
  return refusal ?? told.join('; ');
}

/** `net.dnn` beside `net.onnx`, with a number where it is there already. */
async function freeFile(model: vscode.Uri): Promise<vscode.Uri> {
  const name = basename(model.path).replace(/\.onnx$/i, '');
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(model, '..', `${name}${number > 1 ? `-${number}` : ''}.dnn`);
    const isThere = await vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (!isThere) return file;
  }
}
