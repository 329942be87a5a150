import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { counted, formatBytes } from '../../text/numbers';
import { escapeMarkdown } from '../../text/markdown';
import { brief, visible } from '../../text/visible';
import { runsIn, type NetworkGroup, type NotebookGroup } from './groups';

/** A notebook or a network in the list of runs: how many runs it has, and how much room they take. */
export function groupItem(group: NotebookGroup | NetworkGroup, bytes: number): vscode.TreeItem {
  const label = group.kind === 'notebook' ? basename(group.path) : group.network;
  const item = new vscode.TreeItem(brief(visible(label)), vscode.TreeItemCollapsibleState.Expanded);
  const runs = counted(runsIn(group).length, 'run');
  const size = formatBytes(bytes);
  const description = [runs, size].join('  ·  ');
  item.id =
    group.kind === 'notebook'
      ? `notebook ${group.path}`
      : `network ${JSON.stringify([group.notebook, group.network])}`;
  item.contextValue = group.kind;
  item.iconPath = new vscode.ThemeIcon(group.kind === 'notebook' ? 'notebook' : 'type-hierarchy');
  item.description = group.kind === 'notebook' ? placed(group.path, description) : description;
  item.tooltip = new vscode.MarkdownString(
    `${escapeMarkdown(group.kind === 'notebook' ? group.path : group.network)}\n\n${runs}, ${size}`,
  );
  item.accessibilityInformation = { label: `${brief(visible(label))}, ${runs}, ${size}` };
  return item;
}

/** A notebook that is not in the workspace’s own folder says where it lies. */
function placed(path: string, description: string): string {
  const folder = vscode.workspace.asRelativePath(dirname(path), false);
  const isHere = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === dirname(path));
  return isHere ? description : `${description}  ·  ${brief(visible(folder))}`;
}
