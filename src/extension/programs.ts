import * as vscode from 'vscode';
import { analyze } from '../program/analyze';
import type { Program } from '../program/program';
import { textOf } from './documents';
import { codeCells, isDnn } from './notebooks';
import { disposeAll } from './dispose';

const settleMilliseconds = 150;

interface Analysis {
  readonly key: string;
  readonly program: Program;
}

/** The open notebooks, understood: analysed on demand, once for each state of their cells. */
export class Programs implements vscode.Disposable {
  private readonly analyses = new WeakMap<vscode.NotebookDocument, Analysis>();
  private readonly timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  private readonly subscriptions: vscode.Disposable[];

  /** A notebook was opened, or changed and came to rest. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.schedule(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.schedule(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.forget(notebook)),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.schedule(notebook));
  }

  of(notebook: vscode.NotebookDocument): Program {
    const documents = codeCells(notebook).map(({ document }) => document);
    const key = documents.map(({ uri, version }) => `${uri.fragment}@${version}`).join();
    const known = this.analyses.get(notebook);
    if (known?.key === key) return known.program;
    const program = analyze(documents.map(textOf));
    this.analyses.set(notebook, { key, program });
    return program;
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    disposeAll(this.subscriptions);
  }

  private schedule(notebook: vscode.NotebookDocument): void {
    if (!isDnn(notebook)) return;
    clearTimeout(this.timers.get(notebook));
    this.timers.set(
      notebook,
      setTimeout(() => {
        this.timers.delete(notebook);
        if (!notebook.isClosed) this.changed.fire(notebook);
      }, settleMilliseconds),
    );
  }

  private forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    this.timers.delete(notebook);
  }
}
