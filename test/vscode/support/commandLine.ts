import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { workspaceFile } from './workspace';

/**
 * Writes a notebook into the workspace and trains its networks from the command line: it has a run before VS Code opens it. To close
 * one and open it again would not do: VS Code may keep a closed notebook as long as it likes. Gives the last run's name.
 */
export async function trainBefore(name: string, text: string): Promise<string> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const { extensionUri } = vscode.extensions.getExtension('dnn-notebook.dnn-notebook')!;
  const cli = vscode.Uri.joinPath(extensionUri, 'dist/cli.js').fsPath;
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'train', uri.fsPath], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return basename(stdout.trim().split('\n').at(-1) ?? '');
}
