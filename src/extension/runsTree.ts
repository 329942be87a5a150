import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runsIn } from '../runs/list';
import { runsFolder, type Run } from '../runs/run';
import { stateOf, type RunState } from '../runs/state';
import { escapeMarkdown } from '../text/markdown';
import { visible } from '../text/visible';
import { formatNumber, formatPercent, formatSeconds } from '../views/format';
import { workspaceFolder } from './core';
import { notebookType, runsView } from './ids';
import { notebookPath } from './paths';
import type { Trainings } from './trainings';
import { disposeAll } from './dispose';

const icons: Record<RunState['status'], vscode.ThemeIcon> = {
  running: new vscode.ThemeIcon('sync~spin'),
  paused: new vscode.ThemeIcon('debug-pause'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  interrupted: new vscode.ThemeIcon('debug-stop'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};

const dateFormat = () =>
  new Intl.DateTimeFormat(vscode.env.language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

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

  async getTreeItem(run: Run): Promise<vscode.TreeItem> {
    const { manifest, folder } = run;
    const { created, notebook, device, reason } = manifest;
    const network = visible(manifest.network);
    const { scores, status, seconds, step } = await stateOf(run);
    const item = new vscode.TreeItem(network);
    const best = scores?.test ?? scores?.validation ?? scores?.train;
    const score =
      best === undefined
        ? ''
        : best.accuracy === undefined
          ? `loss ${formatNumber(best.loss)}`
          : formatPercent(best.accuracy);
    const when = dateFormat().format(new Date(created));
    item.id = folder;
    item.description = [
      status === 'paused' ? vscode.l10n.t('paused') : '',
      score,
      formatSeconds(seconds),
      when,
    ]
      .filter((text) => text)
      .join('  ·  ');
    item.iconPath = icons[status];
    item.contextValue = status;
    item.tooltip = new vscode.MarkdownString(
      [
        `**${escapeMarkdown(network)}** ` +
          escapeMarkdown(`(${notebook.file}) ${status}${reason ? `: ${reason}` : ''}`),
        ...[
          ...Object.entries(manifest.settings).map(([name, value]) => `${name} ${value}`),
          `device ${device}, seed ${manifest.seed}, ${step} steps`,
          `${basename(dirname(folder))}/${basename(folder)}`,
        ].map((line) => `- ${escapeMarkdown(line)}`),
      ].join('\n'),
    );
    item.accessibilityInformation = { label: `${network}, ${status}, ${score}, ${when}` };
    return item;
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }
}
