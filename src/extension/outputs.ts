import * as vscode from 'vscode';
import { codeBlock } from '../text/markdown';
import { dataMarkdown, networkMarkdown, trainingMarkdown } from '../views/markdown';
import { isRendered, mimeTypes, type ErrorPayload, type Payloads } from '../views/payloads';
import { resultView } from '../views/results';
import { plainText } from '../views/resultView';

type TextedKind = 'data' | 'network' | 'training';

/** How each output reads where the renderer is not. */
const texts: { readonly [K in TextedKind]: (payload: Payloads[K]) => string } = {
  data: dataMarkdown,
  network: networkMarkdown,
  training: trainingMarkdown,
};

/** An output for the renderer, with its text alternative. */
export function outputItems<K extends TextedKind>(
  kind: K,
  payload: Payloads[K],
): vscode.NotebookCellOutputItem[] {
  return [
    vscode.NotebookCellOutputItem.json(payload, mimeTypes[kind]),
    vscode.NotebookCellOutputItem.text(texts[kind](payload), 'text/markdown'),
  ];
}

/** The result of an action: for the renderer where that knows its kind, and as text. Files are named from `folder`. */
export function resultItems(
  kind: string,
  result: unknown,
  folder: string,
): vscode.NotebookCellOutputItem[] {
  const view = resultView(kind);
  const text = view.markdown?.(result, folder) ?? codeBlock(plainText(view, result, folder));
  const rendered = isRendered(kind)
    ? [vscode.NotebookCellOutputItem.json(result, mimeTypes[kind])]
    : [];
  return [...rendered, vscode.NotebookCellOutputItem.text(text, 'text/markdown')];
}

export const markdownItems = (text: string): vscode.NotebookCellOutputItem[] => [
  vscode.NotebookCellOutputItem.text(text, 'text/markdown'),
];

/** An error: for the renderer, and as VS Code knows one. */
export function errorItems(message: string, hint?: string): vscode.NotebookCellOutputItem[] {
  const payload: ErrorPayload = { message, ...(hint !== undefined && { hint }) };
  return [vscode.NotebookCellOutputItem.json(payload, mimeTypes.error), plainError(message, hint)];
}

/** An error without a stack: what happened and what to do. */
export function plainError(message: string, hint?: string): vscode.NotebookCellOutputItem {
  const error = new Error(hint === undefined ? message : `${message}\n${hint}`);
  error.name = '';
  error.stack = '';
  return vscode.NotebookCellOutputItem.error(error);
}
