import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { visible } from '../../text/visible';
import { ExtensionError, restricted, showError } from '../failures';
import { commands } from '../ids';
import { outsideFolder } from '../outside';

const path = '/run';

/** A run folder as it may stand in a link: absolute and plain, below `.dnn/runs`. */
const runFolder = z
  .string()
  .max(4096)
  .refine((folder) => isAbsolute(folder) && normalize(folder) === folder)
  .refine((folder) => dirname(folder).endsWith(join('.dnn', 'runs')) && basename(folder) !== '');

/** A link that opens a run in VS Code. */
export const runLink = (folder: string, extension: string): vscode.Uri =>
  vscode.Uri.from({
    scheme: vscode.env.uriScheme,
    authority: extension,
    path,
    query: new URLSearchParams({ folder }).toString(),
  });

/** The run folder a link names; undefined for a link that is none to a run. */
export function folderOfLink(uri: vscode.Uri): string | undefined {
  if (uri.path !== path) return undefined;
  return runFolder.safeParse(new URLSearchParams(uri.query).get('folder')).data;
}

/** Opens what links name, after a question where that is outside the workspace. */
export class RunLinks implements vscode.UriHandler {
  async handleUri(uri: vscode.Uri): Promise<void> {
    try {
      const folder = await this.wantedFolder(uri);
      if (folder !== undefined) await vscode.commands.executeCommand(commands.showRun, folder);
    } catch (error) {
      void showError(error);
    }
  }

  private async wantedFolder(uri: vscode.Uri): Promise<string | undefined> {
    const folder = folderOfLink(uri);
    if (folder === undefined)
      throw new ExtensionError('no-run', vscode.l10n.t('This link does not lead to a run.'));
    if (!vscode.workspace.isTrusted) throw restricted();
    return (await isWanted(folder)) ? folder : undefined;
  }
}

async function isWanted(folder: string): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  if (outsideFolder(join(folder, 'run.json'), folders) === undefined) return true;
  const open = vscode.l10n.t('Open');
  const options = {
    modal: true,
    detail: vscode.l10n.t('The folder is outside this workspace: {0}', visible(folder)),
  };
  const question = vscode.l10n.t('A link wants to open a run.');
  return (await vscode.window.showWarningMessage(question, options, open)) === open;
}
