import * as vscode from 'vscode';
import { CellQueue } from './cellQueue';
import type { CellRunner } from './cellRunner';
import { controllerId, language, notebookType } from './ids';
import { activeNotebook, isDnn } from './notebooks';
import { disposeAll } from './dispose';

/** Runs cells: one queue a notebook, so that actions keep their order. */
export class Controller implements vscode.Disposable {
  private readonly controller = vscode.notebooks.createNotebookController(
    controllerId,
    notebookType,
    'DNN',
  );
  private readonly queues = new Map<vscode.NotebookDocument, CellQueue>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly queueChanged = new vscode.EventEmitter<void>();

  /** Other cells wait or run than before. */
  readonly onDidChangeQueue = this.queueChanged.event;

  /** The controller may execute in the notebook from now on. */
  readonly onDidSelect: vscode.Event<vscode.NotebookDocument>;

  constructor(
    private readonly runner: CellRunner,
    /** The extension's id. */
    private readonly extension: string,
  ) {
    const selected = new vscode.EventEmitter<vscode.NotebookDocument>();
    this.onDidSelect = selected.event;
    this.controller.supportedLanguages = [language];
    this.controller.supportsExecutionOrder = true;
    this.controller.description = vscode.l10n.t('Deep networks on this machine');
    this.controller.executeHandler = (cells, notebook) => this.queueOf(notebook).run(cells);
    this.controller.interruptHandler = (notebook) => this.queueOf(notebook).interrupt();
    this.subscriptions = [
      this.controller,
      this.queueChanged,
      selected,
      this.controller.onDidChangeSelectedNotebooks(({ notebook, selected: yes }) => {
        if (yes) selected.fire(notebook);
      }),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.select()),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.prefer(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        const removed = contentChanges.flatMap(({ removedCells }) => removedCells);
        if (removed.length > 0) this.queues.get(notebook)?.remove(removed);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.queues.get(notebook)?.close();
        this.queues.delete(notebook);
      }),
    ];
    vscode.workspace.notebookDocuments.forEach((notebook) => this.prefer(notebook));
    this.select();
  }

  queueOf(notebook: vscode.NotebookDocument): CellQueue {
    const known = this.queues.get(notebook);
    if (known) return known;
    const queue = new CellQueue(this.controller, this.runner, () => this.queueChanged.fire());
    this.queues.set(notebook, queue);
    return queue;
  }

  /** 1 for the cell that runs next; undefined for one that does not wait. */
  placeInQueue = (cell: vscode.NotebookCell): number | undefined =>
    this.queues.get(cell.notebook)?.placeOf(cell);

  isRunning = (cell: vscode.NotebookCell): boolean =>
    this.queues.get(cell.notebook)?.isRunning(cell) === true;

  dispose(): void {
    this.queues.forEach((queue) => queue.close());
    disposeAll(this.subscriptions);
  }

  /** For the notebook in front: VS Code selects a controller with the first run only, and lets none write outputs before. */
  private select(): void {
    if (!activeNotebook()) return;
    const wanted = { id: controllerId, extension: this.extension, skipIfAlreadySelected: true };
    void vscode.commands.executeCommand('notebook.selectKernel', wanted);
  }

  private prefer(notebook: vscode.NotebookDocument): void {
    if (!isDnn(notebook)) return;
    this.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }
}
