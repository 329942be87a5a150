import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import type { FoundResult } from '../../views/messages';
import { isRendered } from '../../views/payloads';
import { resultView } from '../../views/results';
import { plainText } from '../../views/resultView';
import type { PerformedAction } from '../actionRunner';
import { notebookPath } from '../paths';

/** What the cells of this window have found out about networks: of each action the newest. */
export class FoundResults {
  private readonly found = new Map<string, Map<string, FoundResult>>();

  add({ notebook, action, result }: PerformedAction): void {
    const key = keyOf(notebook, action.network);
    const others = this.found.get(key) ?? new Map<string, FoundResult>();
    others.delete(action.text);
    this.found.set(key, new Map([[action.text, shown(notebook, action, result)], ...others]));
  }

  /** The newest first. */
  of(notebook: vscode.NotebookDocument, network: string): readonly FoundResult[] {
    return [...(this.found.get(keyOf(notebook, network))?.values() ?? [])];
  }
}

function shown(
  notebook: vscode.NotebookDocument,
  { text: action, result: kind }: PerformedAction['action'],
  payload: unknown,
): FoundResult {
  if (isRendered(kind)) return { action, kind, payload };
  const folder = dirname(notebookPath(notebook));
  return { action, text: plainText(resultView(kind), payload, folder) };
}

const keyOf = (notebook: vscode.NotebookDocument, network: string): string =>
  `${notebookPath(notebook)} ${network}`;
