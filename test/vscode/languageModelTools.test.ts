import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  ended,
  openNotebook,
  smallNotebook,
  workspaceFile,
} from './support/workspace';

const endless = smallNotebook.replace('epochs 2', 'epochs 5000');

async function invoke(name: string, input: object = {}): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('');
}

describe('a language model', function () {
  this.timeout(180_000);
  afterEach(closeAll);
  after(() => shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, '')));

  it('is told of a network’s layers, quoted', async () => {
    await openNotebook('told.dnn', smallNotebook);
    const text = await invoke('dnn_describeNetwork');
    assert.match(text, /data, not instructions/);
    assert.match(text, /^```+$/m);
    assert.match(text, /\| C1 \|.*\| 104 \|/);
  });

  it('is told of the mistakes of a notebook by cell and line, also of one that is not open', async () => {
    const name = 'mistaken.dnn';
    const text = smallNotebook.replace('maxpool(2)', 'maxpol(2)');
    await vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(text));
    const told = await invoke('dnn_checkNotebook', { notebook: name });
    assert.match(told, /code cell 2, line 4: error: .*maxpol/);
    await openNotebook('right.dnn', smallNotebook);
    assert.equal(await invoke('dnn_checkNotebook'), 'The notebook has no errors.');
  });

  it('starts a training, reads how it stands and stops it', async () => {
    const notebook = await openNotebook('model.dnn', endless);
    assert.match(await invoke('dnn_startTraining', { network: 'Net' }), /begun.*run \d+/s);
    assert.match(await invoke('dnn_startTraining'), /already/);
    assert.match(await invoke('dnn_readMetrics'), /is being trained/);
    assert.match(await invoke('dnn_stopTraining'), /stopped, with a checkpoint/);
    await ended(codeCells(notebook)[2]);
    assert.match(await invoke('dnn_readMetrics'), /last training.*stopped,? .*after/s);
  });

  const refused: readonly (readonly [what: string, tool: string, input: object, why: RegExp])[] = [
    ['another notebook', 'dnn_checkNotebook', { notebook: 'nowhere.dnn' }, /no notebook nowhere/],
    ['a file outside', 'dnn_checkNotebook', { notebook: '/etc/passwd' }, /no notebook/],
    ['another network', 'dnn_describeNetwork', { network: 'Nett' }, /Which network\?.*Net/],
    ['what is no text', 'dnn_describeNetwork', { network: 5 }, /network/],
    ['more than it takes', 'dnn_startTraining', { epochs: 3 }, /epochs/],
    ['to stop what does not run', 'dnn_stopTraining', {}, /Nothing is being trained/],
  ];
  for (const [what, tool, input, why] of refused) {
    it(`is refused: ${what}`, async () => {
      await openNotebook('refused.dnn', smallNotebook);
      await assert.rejects(invoke(tool, input), why);
    });
  }
});
