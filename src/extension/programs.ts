import * as vscode from 'vscode';
import { analyze } from '../program/analyze';
import { modelFiles } from '../program/modelFiles';
import type { Program } from '../program/program';
import { textOf } from './documents';
import { codeCells, isDnn } from './notebooks';
import { disposeAll } from './dispose';
import { fileContext } from './paths';

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
  private readonly models = vscode.workspace.createFileSystemWatcher('**/*.{onnx,onnx_data,data}');
  private readonly subscriptions: vscode.Disposable[];

  /** A notebook was opened, or changed and came to rest. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = [
      this.changed,
      this.models,
      this.models.onDidCreate(() => this.renewAll()),
      this.models.onDidChange(() => this.renewAll()),
      this.models.onDidDelete(() => this.renewAll()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.renewAll()),
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
    // Files are read in trusted workspaces only.
    const readModel = vscode.workspace.isTrusted && modelFiles(fileContext(notebook));
    const program = analyze(documents.map(textOf), { ...(readModel && { readModel }) });
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

  /** Understands notebooks anew whose networks are from files. */
  private renewAll(): void {
    for (const notebook of vscode.workspace.notebookDocuments) {
      const program = this.analyses.get(notebook)?.program;
      if (!program?.cells.flat().some((one) => one.kind === 'network' && one.from)) continue;
      this.analyses.delete(notebook);
      this.schedule(notebook);
    }
  }

  private forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    this.timers.delete(notebook);
  }
}
