import * as vscode from 'vscode';
import type { Analyses } from '../analyses';
import { disposeAll } from '../dispose';
import { codeCells, isDnn } from '../notebooks';
import { originOf } from './origin';

/** What of a notebook has changed since it was run. */
export interface Changes {
  /** Cells that say something else than when they were run, or depend on what does. */
  readonly cells: ReadonlySet<vscode.NotebookCell>;
  /** Outputs, as the renderer names them, whose statement is no longer there as it was. */
  readonly outputs: readonly string[];
}

const none: Changes = { cells: new Set(), outputs: [] };

/** Compares what outputs were made from with what the notebook says now. */
export class OutputChanges implements vscode.Disposable {
  private readonly known = new WeakMap<vscode.NotebookDocument, Changes>();
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  private readonly subscriptions: vscode.Disposable[];

  /** Other cells or outputs than before are of an earlier version of the notebook. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly analyses: Analyses,
    log: vscode.LogOutputChannel,
  ) {
    const update = (notebook: vscode.NotebookDocument) =>
      void this.update(notebook).catch((error: unknown) => log.debug(String(error)));
    this.subscriptions = [
      this.changed,
      analyses.onDidChange(update),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
        if (isDnn(notebook) && cellChanges.some(({ outputs }) => outputs)) update(notebook);
      }),
    ];
  }

  of(notebook: vscode.NotebookDocument): Changes {
    return this.known.get(notebook) ?? none;
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async update(notebook: vscode.NotebookDocument): Promise<void> {
    const outline = await this.analyses.outline(notebook);
    const cells = new Set<vscode.NotebookCell>();
    const outputs: string[] = [];
    for (const [number, cell] of codeCells(notebook).entries()) {
      const meanings = (outline.cells[number] ?? []).map(({ meaning }) => meaning);
      for (const output of cell.outputs) {
        const origin = originOf(output);
        if (!origin) continue;
        const isThere = meanings.includes(origin.statement);
        if (!isThere) outputs.push(origin.id);
        const isSame = origin.cell === undefined || origin.cell === outline.meanings[number];
        if (!isThere || !isSame) cells.add(cell);
      }
    }
    const before = this.of(notebook);
    this.known.set(notebook, { cells, outputs });
    if (!isAlike(before, { cells, outputs })) this.changed.fire(notebook);
  }
}

const isAlike = (a: Changes, b: Changes): boolean =>
  a.outputs.join() === b.outputs.join() &&
  a.cells.size === b.cells.size &&
  [...a.cells].every((cell) => b.cells.has(cell));
