import * as vscode from 'vscode';
import type { Diagnostic } from '../language/source';
import type { Outline } from './analysis/outline';
import type { Answer, Argument, Query } from '../services/queries';
import type { NotebookSources } from '../services/notebook';
import { AnalysisError, AnalysisThread } from './analysis/thread';
import { disposeAll } from './dispose';
import { textOf } from './documents';
import { ExtensionError } from './failures';
import { codeCells, isDnn } from './notebooks';
import { fileContext } from './paths';

const settleMilliseconds = 150;

/** A notebook as it was when it was read. */
interface Analysis {
  readonly key: string;
  readonly outline: Promise<Outline>;
  /** The thread has it. */
  isKept: boolean;
  findings: readonly Diagnostic[];
}

/** Texts that are analysed like a notebook. Everything rejects with an `AnalysisError` when the analysis fails. */
export interface TextAnalysis extends vscode.Disposable {
  readonly outline: Promise<Outline>;
  ask<Q extends Query>(query: Q, argument: Argument<Q>): Promise<Answer<Q> | undefined>;
}

/** The open notebooks, analysed in a thread of their own: on demand, once for each state of their cells. */
export class Analyses implements vscode.Disposable {
  private readonly analyses = new WeakMap<vscode.NotebookDocument, Analysis>();
  private readonly latest = new WeakMap<vscode.NotebookDocument, Outline>();
  private readonly timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  private readonly models = vscode.workspace.createFileSystemWatcher('**/*.{onnx,onnx_data,data}');
  private readonly subscriptions: vscode.Disposable[];

  /** A notebook was opened, or changed and came to rest. */
  readonly onDidChange = this.changed.event;

  private readonly found = new vscode.EventEmitter<vscode.NotebookDocument>();
  /** The data files were looked at. */
  readonly onDidFind = this.found.event;

  private readonly thread: AnalysisThread;

  constructor(
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.thread = new AnalysisThread(
      vscode.Uri.joinPath(extensionUri, 'dist', 'analysis.js').fsPath,
      () => this.lose(),
    );
    this.subscriptions = [
      this.changed,
      this.found,
      this.thread,
      this.models,
      this.models.onDidCreate(() => this.renew()),
      this.models.onDidChange(() => this.renew()),
      this.models.onDidDelete(() => this.renew()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.renew()),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.schedule(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.schedule(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.forget(notebook)),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.schedule(notebook));
  }

  /** The notebook as it is now. Throws an `ExtensionError` when the analysis failed. */
  outline(notebook: vscode.NotebookDocument): Promise<Outline> {
    return this.analysisOf(notebook).outline;
  }

  /** Asks the notebook as it is now. Throws an `ExtensionError` when the analysis failed. */
  async ask<Q extends Query>(
    notebook: vscode.NotebookDocument,
    query: Q,
    argument: Argument<Q>,
  ): Promise<Answer<Q> | undefined> {
    await this.outline(notebook);
    return this.askLatest(notebook, query, argument);
  }

  /** Asks it as it was analysed last, perhaps some letters ago: for what has to be there while one types. */
  async askLatest<Q extends Query>(
    notebook: vscode.NotebookDocument,
    query: Q,
    argument: Argument<Q>,
  ): Promise<Answer<Q> | undefined> {
    if (!this.latest.has(notebook)) await this.outline(notebook);
    return this.answer(notebook, () => this.thread.ask(nameOf(notebook), query, argument));
  }

  /** Analyses texts that no open notebook has, under a name of their own, until they are let go of. */
  texts(name: string, content: NotebookSources): TextAnalysis {
    return {
      outline: this.thread.analyze(name, content, () => undefined),
      ask: (query, argument) => this.thread.ask(name, query, argument),
      dispose: () => this.thread.forget(name),
    };
  }

  /** What the data files say of the notebook as it is now; nothing until they have been read. */
  findings(notebook: vscode.NotebookDocument): readonly Diagnostic[] {
    return this.analysisOf(notebook).findings;
  }

  /** A model was written or removed: notebooks whose networks are from files are analysed anew. */
  renew(): void {
    for (const notebook of vscode.workspace.notebookDocuments) {
      if (!this.latest.get(notebook)?.readsModels) continue;
      this.analyses.delete(notebook);
      this.schedule(notebook);
    }
  }

  private analysisOf(notebook: vscode.NotebookDocument): Analysis {
    const documents = codeCells(notebook).map(({ document }) => document);
    const key = documents.map(({ uri, version }) => `${uri.fragment}@${version}`).join();
    const known = this.analyses.get(notebook);
    if (known?.key === key) return known;
    const outline = this.analyze(notebook, documents.map(textOf), (findings) => {
      analysis.findings = findings;
      const isCurrent = this.analyses.get(notebook) === analysis && !notebook.isClosed;
      if (isCurrent && findings.length > 0) this.found.fire(notebook);
    });
    const analysis: Analysis = { key, outline, isKept: false, findings: [] };
    this.analyses.set(notebook, analysis);
    outline.then(
      (done) => {
        analysis.isKept = true;
        if (this.analyses.get(notebook) === analysis) this.latest.set(notebook, done);
      },
      () => undefined,
    );
    return analysis;
  }

  private analyze(
    notebook: vscode.NotebookDocument,
    sources: readonly string[],
    found: (findings: readonly Diagnostic[]) => void,
  ): Promise<Outline> {
    // Files are read in trusted workspaces only.
    const files = vscode.workspace.isTrusted && { files: fileContext(notebook) };
    const subject = { sources, ...files };
    return this.answer(notebook, () => this.thread.analyze(nameOf(notebook), subject, found));
  }

  private async answer<T>(notebook: vscode.NotebookDocument, asked: () => Promise<T>): Promise<T> {
    try {
      return await asked();
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
      this.log.error(`the analysis of ${nameOf(notebook)} failed`, error.message);
      throw new ExtensionError(
        'not-analysed',
        vscode.l10n.t('The notebook could not be analysed; it is unchanged.'),
        vscode.l10n.t(
          'Undo the last change, or make the notebook smaller; see the log for details.',
        ),
      );
    }
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

  /** The thread has ended, and with it what it knew. */
  private lose(): void {
    for (const notebook of vscode.workspace.notebookDocuments) {
      this.latest.delete(notebook);
      // One that failed is not tried again before it changes.
      if (this.analyses.get(notebook)?.isKept) this.analyses.delete(notebook);
    }
  }

  private forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    this.timers.delete(notebook);
    this.analyses.delete(notebook);
    this.latest.delete(notebook);
    this.thread.forget(nameOf(notebook));
  }
}

const nameOf = ({ uri }: vscode.NotebookDocument): string => uri.toString();
