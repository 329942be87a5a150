import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { mimeTypes, type RateSearch, type TrainingSnapshot } from '../../src/views/payloads';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  commands,
  ended,
  errorText,
  openNotebook,
  payload,
  run,
  smallNotebook,
  text,
  until,
  workspaceFile,
} from './support/workspace';

const training = (cell: vscode.NotebookCell) => payload<TrainingSnapshot>(cell, mimeTypes.training);

describe('control of training', function () {
  this.timeout(180_000);
  afterEach(closeAll);
  after(() => shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, '')));

  it('pauses, goes on and stops by commands', async () => {
    const endless = smallNotebook.replace('epochs 2', 'epochs 5000');
    const notebook = await openNotebook('control.dnn', endless);
    const cell = codeCells(notebook)[2];
    run(notebook, 2);
    await until(() => (training(cell)?.progress.step ?? 0) > 0);
    await vscode.commands.executeCommand(commands.pauseTraining);
    await until(() => training(cell)?.paused);
    const { progress, checkpoint } = training(cell)!;
    assert.equal(checkpoint?.step, progress.step);
    assert.match(text(cell), /: paused/);
    await vscode.commands.executeCommand(commands.resumeTraining, training(cell)?.run);
    const step = await until(() => {
      const now = training(cell)!;
      return !now.paused && now.progress.step > progress.step && now.progress.step;
    });
    assert.ok(step > progress.step);
    await vscode.commands.executeCommand(commands.stopTraining);
    await ended(cell);
    assert.equal(training(cell)?.status, 'interrupted');
  });

  it('finds a rate, and offers to write it into the train cell', async () => {
    const source = smallNotebook.replace(
      /```dnn\ninspect[^`]*```/,
      '```dnn\nfind rate of Net\n```',
    );
    const notebook = await openNotebook('find.dnn', source);
    const [, , train, find] = codeCells(notebook);
    run(notebook, 3);
    await ended(find);
    assert.equal(errorText(find), '');
    const found = payload<RateSearch>(find, mimeTypes.rate);
    assert.ok(found?.steepest !== undefined);
    assert.match(text(find), new RegExp(`Suggested rate: \\*\\*${found.steepest}\\*\\*`));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      find.document.uri,
      new vscode.Range(0, 0, 0, 4),
    );
    const offered = actions.find(({ title }) => title.includes(String(found.steepest)));
    assert.ok(offered?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(offered.edit);
    const expected = `optimizer sgd(rate: ${found.steepest}, momentum: 0.9)`;
    assert.ok(train.document.getText().includes(expected), train.document.getText());
  });
});
