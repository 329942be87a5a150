import * as vscode from 'vscode';
import type { Core } from './core';
import { contextKeys, settings } from './ids';
import { isDnn } from './notebooks';
import type { Trainings } from './trainings';

/** Keeps `when` clauses, the core and the settings in step with the window. */
export function trackContext(
  core: Core,
  trainings: Trainings,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const quietly = (what: string, work: Promise<void>) =>
    void work.catch((error: unknown) => log.warn(what, String(error)));
  const attach = () => quietly('could not attach to the compute core', trainings.attach());
  const setNotebook = () =>
    void vscode.commands.executeCommand(
      'setContext',
      contextKeys.hasNotebook,
      vscode.workspace.notebookDocuments.some(isDnn),
    );
  setNotebook();
  attach();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(setNotebook),
    vscode.workspace.onDidCloseNotebookDocument(setNotebook),
    vscode.workspace.onDidGrantWorkspaceTrust(attach),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settings.dataFolders)) {
        quietly('the compute core still uses the old data folders', core.restartWhenIdle());
      }
    }),
  );
}
