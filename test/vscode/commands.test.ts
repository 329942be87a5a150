import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, inspectorView } from '../../src/extension/ids';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  openNotebook,
  smallNotebook,
  until,
  workspaceFile,
} from './support/workspace';

const activeNotebook = () => vscode.window.activeNotebookEditor?.notebook;

const inspectorTab = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(inspectorView),
    );

describe('the commands', () => {
  before(() => vscode.extensions.getExtension('dnn-notebook.dnn-notebook')?.activate());
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeAll();
  });
  after(() => shutdownCore(workspaceFile('').fsPath.replace(/\/$/, '')));

  it('are all registered', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((command) => !known.has(command)),
      [],
    );
  });

  for (const command of [commands.newNotebook, commands.openSample]) {
    it(`${command} opens a notebook without errors, ready to train`, async () => {
      await vscode.commands.executeCommand(command);
      const notebook = await until(() => activeNotebook()?.isUntitled && activeNotebook());
      assert.ok(
        codeCells(notebook).some(({ document }) => document.getText().startsWith('train ')),
      );
      // Diagnostics come after the text has been at rest for a moment.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const found = codeCells(notebook).flatMap(({ document }) =>
        vscode.languages.getDiagnostics(document.uri),
      );
      assert.deepEqual(found, []);
    });
  }

  it('open the inspector once, beside the notebook', async () => {
    await openNotebook('inspected.dnn', smallNotebook);
    await vscode.commands.executeCommand(commands.openInspector);
    const tab = await until(inspectorTab);
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand(commands.openInspector);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.equal(tabs.filter(({ input }) => input instanceof vscode.TabInputWebview).length, 1);
  });

  it('train the notebook’s network in its cell', async () => {
    const notebook = await openNotebook('trained.dnn', smallNotebook);
    await vscode.commands.executeCommand(commands.trainNetwork);
    const summary = codeCells(notebook)[2].executionSummary;
    assert.equal(summary?.success, true);
  });

  it('train the network of the notebook a view shows, not of the one in front', async () => {
    const shown = await openNotebook('shown.dnn', smallNotebook);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    const front = await openNotebook('front.dnn', smallNotebook);
    assert.equal(activeNotebook(), front);
    const choice = { notebook: shown, network: 'Net' };
    await vscode.commands.executeCommand(commands.trainNetwork, choice);
    assert.equal(codeCells(shown)[2].executionSummary?.success, true);
    assert.equal(codeCells(front)[2].executionSummary?.success, undefined);
  });
});
