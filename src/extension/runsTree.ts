import { join } from 'node:path';
import * as vscode from 'vscode';
import { runsIn } from '../runs/list';
import { runsFolder, type Run } from '../runs/run';
import { workspaceFolder } from './core';
import { notebookType, runsView } from './ids';
import { notebookPath } from './paths';
import type { Trainings } from './trainings';
import { disposeAll } from './dispose';
import { runItem } from './runItem';

/** The runs of the workspace's notebooks, the newest first. */
export class RunsTree implements vscode.TreeDataProvider<Run>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(trainings: Trainings) {
    this.subscriptions = [
      this.changed,
      vscode.window.createTreeView(runsView, { treeDataProvider: this }),
      trainings.onDidChange(() => this.refresh()),
      trainings.onDidPause(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
    ];
  }

  refresh(): void {
    this.changed.fire();
  }

  async getChildren(parent?: Run): Promise<Run[]> {
    // Run folders may be links that lead outside of the workspace.
    if (parent || !vscode.workspace.isTrusted) return [];
    const notebooks = await vscode.workspace.findFiles(
      '**/*.dnn',
      '**/{node_modules,.dnn}/**',
      500,
    );
    const open = vscode.workspace.notebookDocuments
      .filter((notebook) => notebook.notebookType === notebookType)
      .map(notebookPath);
    // Where notebooks that were never saved leave their runs.
    const unsaved = join(workspaceFolder(), 'untitled.dnn');
    const paths = [...notebooks.map(({ fsPath }) => fsPath), ...open, unsaved];
    const folders = new Set(paths.map(runsFolder));
    const runs = await Promise.all([...folders].map(runsIn));
    return runs.flat().sort((a, b) => b.manifest.created.localeCompare(a.manifest.created));
  }

  readonly getTreeItem = runItem;

  dispose(): void {
    disposeAll(this.subscriptions);
  }
}
