import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inspectorView } from '../../src/extension/ids';
import { folderOfLink, RunLinks, runLink } from '../../src/extension/runs/runLinks';
import { latestRun } from '../../src/runs/list';
import { trainBefore } from './support/commandLine';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  commands,
  ended,
  openNotebook,
  run,
  smallNotebook,
  until,
  workspaceFile,
} from './support/workspace';

const id = 'dnn-notebook.dnn-notebook';

const inspector = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(inspectorView),
    );

describe('a link to a run', function () {
  this.timeout(180_000);
  afterEach(closeAll);
  after(() => shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, '')));

  it('is copied from the list, and opens the run in the inspector', async () => {
    const notebook = await openNotebook('linked.dnn', smallNotebook);
    run(notebook, 2);
    await ended(codeCells(notebook)[2]);
    const found = await latestRun(notebook.uri.fsPath, 'Net');
    assert.ok(found);
    await vscode.commands.executeCommand(commands.copyRunLink, found.folder);
    const link = vscode.Uri.parse(await vscode.env.clipboard.readText());
    assert.equal(link.scheme, vscode.env.uriScheme);
    assert.equal(link.authority, id);
    assert.equal(folderOfLink(link), found.folder);
    await closeAll();
    await new RunLinks().handleUri(link);
    await until(inspector);
  });

  it('outside the workspace is opened after a question', async () => {
    const notebook = workspaceFile('linked.dnn').fsPath;
    const found = await latestRun(notebook, 'Net');
    assert.ok(found);
    const outside = mkdtempSync(join(tmpdir(), 'dnn-link-'));
    const folder = join(outside, '.dnn/runs', found.id);
    cpSync(found.folder, folder, { recursive: true });
    // In tests VS Code refuses dialogs, which is no consent.
    await new RunLinks().handleUri(runLink(folder, id)).catch(() => undefined);
    assert.equal(inspector(), undefined);
    rmSync(outside, { recursive: true });
  });

  const none: readonly (readonly [what: string, uri: string])[] = [
    ['of another kind', `vscode://${id}/open?folder=/a/.dnn/runs/b`],
    ['without a folder', `vscode://${id}/run`],
    ['to a folder of other things', `vscode://${id}/run?folder=/etc`],
    ['that climbs out', `vscode://${id}/run?folder=/a/.dnn/runs/../../etc`],
    ['that is relative', `vscode://${id}/run?folder=.dnn/runs/a`],
    ['too long', `vscode://${id}/run?folder=/${'a'.repeat(5000)}/.dnn/runs/a`],
  ];
  for (const [what, uri] of none) {
    it(`leads nowhere: ${what}`, () => {
      assert.equal(folderOfLink(vscode.Uri.parse(uri)), undefined);
    });
  }
});

describe('tasks', () => {
  afterEach(closeAll);

  it('are offered for each notebook of the workspace', async () => {
    await openNotebook('tasks.dnn', smallNotebook);
    const tasks = await vscode.tasks.fetchTasks({ type: 'dnn' });
    const ours = tasks.filter(({ definition }) => definition.notebook === 'tasks.dnn');
    assert.deepEqual(
      ours.map(({ name, problemMatchers }) => [name, problemMatchers]),
      [
        ['check tasks.dnn', ['$dnn']],
        ['train tasks.dnn', ['$dnn']],
        ['run tasks.dnn', ['$dnn']],
      ],
    );
  });

  it('are not offered for the copies that runs keep', async () => {
    await trainBefore('copied.dnn', smallNotebook);
    const tasks = await vscode.tasks.fetchTasks({ type: 'dnn' });
    const notebooks = tasks.map(({ definition }) => String(definition.notebook));
    assert.ok(notebooks.includes('copied.dnn'));
    assert.deepEqual(
      notebooks.filter((notebook) => notebook.includes('.dnn/')),
      [],
    );
  });
});
