import * as vscode from 'vscode';
import {
  dataMarkdown,
  inspectionMarkdown,
  networkMarkdown,
  rateMarkdown,
  trainingMarkdown,
} from '../views/markdown';
import { mimeTypes, type Payloads } from '../views/payloads';

/** How each output reads where the renderer is not. */
const texts: { readonly [K in keyof Payloads]: (payload: Payloads[K]) => string } = {
  data: dataMarkdown,
  network: networkMarkdown,
  training: trainingMarkdown,
  inspection: inspectionMarkdown,
  rate: rateMarkdown,
};

/** An output for the renderer, with its text alternative. */
export function outputItems<K extends keyof Payloads>(
  kind: K,
  payload: Payloads[K],
): vscode.NotebookCellOutputItem[] {
  return [
    vscode.NotebookCellOutputItem.json(payload, mimeTypes[kind]),
    vscode.NotebookCellOutputItem.text(texts[kind](payload), 'text/markdown'),
  ];
}

export const markdownItems = (text: string): vscode.NotebookCellOutputItem[] => [
  vscode.NotebookCellOutputItem.text(text, 'text/markdown'),
];

/** An error without a stack: what happened and what to do. */
export function errorItems(message: string, hint?: string): vscode.NotebookCellOutputItem[] {
  const error = new Error(hint === undefined ? message : `${message}\n${hint}`);
  error.name = '';
  error.stack = '';
  return [vscode.NotebookCellOutputItem.error(error)];
}
