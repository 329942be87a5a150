import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inspectorView } from '../../src/extension/ids';
import { liveState } from '../../src/extension/runs/liveState';
import { runItem } from '../../src/extension/runs/runItem';
import { assertIdle } from '../../src/extension/runs/trash';
import { latestRun } from '../../src/runs/list';
import { mimeTypes, type TrainingSnapshot } from '../../src/views/payloads';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  commands,
  ended,
  interrupt,
  openNotebook,
  payload,
  run,
  smallNotebook,
  until,
  workspaceFile,
} from './support/workspace';

const training = (cell: vscode.NotebookCell) => payload<TrainingSnapshot>(cell, mimeTypes.training);

const tabOf = (view: string) =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(view));

/** A run of a notebook in the workspace, and its folder. */
async function trained(name: string, text = smallNotebook) {
  const notebook = await openNotebook(name, text);
  const cell = codeCells(notebook)[2];
  run(notebook, 2);
  await ended(cell);
  const found = await latestRun(notebook.uri.fsPath, 'Net');
  assert.ok(found);
  return { notebook, run: found };
}

describe('runs', function () {
  this.timeout(180_000);
  afterEach(closeAll);
  after(() => shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, '')));

  it('show as rows with name, score, time, tags and what they take on the disk', async () => {
    const { run: one } = await trained('rows.dnn');
    await one.describe({ name: 'wide net', tags: ['baseline'], note: 'a note' });
    const item = await runItem(one, { bytes: 2048 });
    assert.equal(item.label, 'wide net');
    assert.match(item.description as string, /^\d+\.\d\d% {2}· {2}\d+:\d\d {2}· .*· {2}baseline$/);
    assert.match((item.tooltip as vscode.MarkdownString).value, /2 KiB/);
    assert.match((item.tooltip as vscode.MarkdownString).value, /a note/);
    assert.equal(item.contextValue, 'run.done');
    assert.equal(item.command?.command, commands.showRun);
  });

  it('of a training that goes on follow its events, not its folder', async () => {
    const notebook = await openNotebook(
      'live.dnn',
      smallNotebook.replace('epochs 2', 'epochs 5000'),
    );
    const cell = codeCells(notebook)[2];
    run(notebook, 2);
    const snapshot = await until(
      () => (training(cell)?.epochScores.length ?? 0) > 0 && training(cell),
    );
    const found = await latestRun(notebook.uri.fsPath, 'Net');
    assert.ok(found);
    const item = await runItem(found, { live: liveState(snapshot) });
    assert.match(item.description as string, /^epoch \d+\/5000 {2}· {2}\d+\.\d\d% {2}· .* left$/);
    assert.equal(item.contextValue, 'run.running');
    await assert.rejects(assertIdle([found]), { code: 'run-in-use' });
    await interrupt(notebook);
    await ended(cell);
    await until(() =>
      assertIdle([found]).then(
        () => true,
        () => false,
      ),
    );
  });

  it('open in the inspector', async () => {
    const { run: one } = await trained('shown.dnn');
    await vscode.commands.executeCommand(commands.showRun, one.folder);
    await until(() => tabOf(inspectorView));
  });

  it('give their train cell as it was written to the clipboard', async () => {
    const { run: one } = await trained('copied.dnn');
    await openNotebook('copied.dnn', smallNotebook.replace('rate: 0.1', 'rate: 0.7'));
    await vscode.commands.executeCommand(commands.copySettings, one.folder);
    const cell = /^train[^`]*/m.exec(smallNotebook)?.[0];
    assert.equal(await vscode.env.clipboard.readText(), cell);
  });

  it('whose copy of the notebook was changed copy nothing', async () => {
    const { run: one } = await trained('changed.dnn');
    const file = join(one.folder, 'notebook.dnn');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    await vscode.env.clipboard.writeText('as it was');
    await vscode.commands.executeCommand(commands.copySettings, one.folder);
    assert.equal(await vscode.env.clipboard.readText(), 'as it was');
  });
});
