import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import * as list from '../../runs/list';
import { runsFolder, type Run } from '../../runs/run';
import { workspaceFolder } from '../core';
import { disposeAll } from '../dispose';
import { notebookType, runsView } from '../ids';
import { notebookPath } from '../paths';
import { Throttle } from '../throttle';
import type { Training, Trainings } from '../trainings';
import { groupItem } from './groupItem';
import { groupRuns, runsIn, type NotebookGroup, type NetworkGroup, type RunNode } from './groups';
import { liveState } from './liveState';
import { runItem } from './runItem';
import { RunSizes } from './runSizes';

/** Rows of trainings that go on change so often. */
const liveMilliseconds = 1000;
/** The list is read again so often while other processes change its folders. */
const readMilliseconds = 2000;

/** The runs of the workspace's notebooks by notebook and network; those that are being trained live. */
export class RunsTree implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<RunNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<RunNode>;
  private readonly sizes = new RunSizes();
  /** What was listed last. */
  private groups: readonly NotebookGroup[] = [];
  private readonly moved = new Set<string>();
  private readonly live = new Throttle(liveMilliseconds, () => this.updateRows());
  private readonly reading = new Throttle(readMilliseconds, () => this.refresh());
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly trainings: Trainings) {
    this.view = vscode.window.createTreeView<RunNode>(runsView, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    const files = vscode.workspace.createFileSystemWatcher('**/.dnn/runs/*/{run,about}.json');
    const noticed = (uri: vscode.Uri) => this.notice(uri);
    this.subscriptions = [
      this.changed,
      this.view,
      files,
      files.onDidCreate(noticed),
      files.onDidChange(noticed),
      files.onDidDelete(noticed),
      trainings.onDidChange(() => this.refresh()),
      trainings.onDidReceive(({ identity }) => {
        this.moved.add(identity.folder);
        this.live.request();
      }),
      trainings.onDidPause(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
    ];
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  /** The runs that are selected in the list. */
  get selection(): readonly Run[] {
    return this.view.selection.filter((node): node is Run => !('kind' in node));
  }

  /** All runs, the newest first; none in Restricted Mode, since run folders may be links that lead out of the workspace. */
  async all(): Promise<readonly Run[]> {
    if (!vscode.workspace.isTrusted) return [];
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
    const runs = await Promise.all([...folders].map(list.runsIn));
    return runs.flat().sort((a, b) => b.manifest.created.localeCompare(a.manifest.created));
  }

  /** Counts again how much room the runs take. */
  recount(): void {
    this.sizes.forget();
    this.refresh();
  }

  async getChildren(parent?: RunNode): Promise<RunNode[]> {
    if (!parent) {
      this.groups = groupRuns(await this.all());
      return [...this.groups];
    }
    if (!('kind' in parent)) return [];
    return parent.kind === 'notebook' ? [...parent.networks] : [...parent.runs];
  }

  getParent(node: RunNode): NotebookGroup | NetworkGroup | undefined {
    if ('kind' in node) {
      return node.kind === 'network'
        ? this.groups.find(({ path }) => path === node.notebook)
        : undefined;
    }
    return this.groups
      .flatMap(({ networks }) => networks)
      .find(({ runs }) => runs.some(({ folder }) => folder === node.folder));
  }

  async getTreeItem(node: RunNode): Promise<vscode.TreeItem> {
    if ('kind' in node) return groupItem(node, await this.sizes.sum(runsIn(node)));
    const snapshot = this.trainingOf(node)?.snapshot;
    return runItem(node, {
      live: snapshot && liveState(snapshot),
      bytes: await this.sizes.of(node),
    });
  }

  dispose(): void {
    this.live.cancel();
    this.reading.cancel();
    disposeAll(this.subscriptions);
  }

  private trainingOf({ folder }: Run): Training | undefined {
    return this.trainings.active.find(({ identity }) => identity.folder === folder);
  }

  /** Another process may train in this workspace, too; what this window trains is told by its events. */
  private notice({ fsPath }: vscode.Uri): void {
    const isTold = this.trainings.active.some(
      ({ identity }) => identity.folder === dirname(fsPath) && fsPath.endsWith('run.json'),
    );
    if (!isTold) this.reading.request();
  }

  private updateRows(): void {
    for (const group of this.groups)
      for (const run of runsIn(group)) if (this.moved.has(run.folder)) this.changed.fire(run);
    this.moved.clear();
  }
}
