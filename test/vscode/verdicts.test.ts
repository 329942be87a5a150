import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { mimeTypes, type TrainingSnapshot } from '../../src/views/payloads';
import { trainBefore } from './support/commandLine';
import { shutdownCore } from './support/core';
import {
  closeAll,
  codeCells,
  ended,
  notebookOf,
  openNotebook,
  run,
  payload,
  until,
  workspaceFile,
} from './support/workspace';

const deep = notebookOf(
  `data digits {
  source digits(train: 1500, test: 200, seed: 3)
  split validation 300
  normalize standard
  batch 32
}`,
  `network Net {
  input image[1, 28, 28]
  repeat 20 {
    dense(64) logistic
  }
  output: dense(10) softmax
}`,
  `train Net on digits {
  epochs 2
}`,
);

const vanishing = 'vanishing_gradients';

/** What is said of trainings in a cell. */
const said = (cell: vscode.NotebookCell) =>
  vscode.languages
    .getDiagnostics(cell.document.uri)
    .filter(({ source }) => source === 'training of Net');

const aboutVanishing = (cell: vscode.NotebookCell) =>
  until(() => said(cell).find(({ code }) => code === vanishing));

const repairs = (cell: vscode.NotebookCell, { range }: vscode.Diagnostic) =>
  vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    cell.document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );

/** What is said comes after the outputs of the last run, if anything comes. */
async function settled([, network]: readonly vscode.NotebookCell[]): Promise<void> {
  await until(() => network.outputs.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

describe('what is said of a training at the lines concerned', function () {
  this.timeout(180_000);
  let cells: vscode.NotebookCell[];

  before(async () => {
    cells = codeCells(await openNotebook('deep.dnn', deep));
    run(cells[0].notebook);
    assert.equal(await ended(cells[2]), true);
  });

  /** Opens a notebook that was trained before it was changed, if it was. */
  const openTrained = async (name: string, changed = deep): Promise<void> => {
    const id = await trainBefore(name, deep);
    cells = codeCells(await openNotebook(name, changed));
    await until(() => payload<TrainingSnapshot>(cells[2], mimeTypes.training)?.run === id);
  };
  after(async () => {
    await closeAll();
    await shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, ''));
  });

  it('warns at the layer whose gradients vanish', async () => {
    const found = await aboutVanishing(cells[1]);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(found.message, /^Vanishing gradients: .*falls by 0\.\d\d decades a layer/);
    const line = cells[1].document.lineAt(found.range.start.line).text;
    assert.equal(line.trim(), 'dense(64) logistic');
  });

  it('says it of the last run when a notebook opens', async () => {
    await openTrained('again.dnn');
    const found = await aboutVanishing(cells[1]);
    assert.equal(cells[1].document.getText(found.range), 'dense(64) logistic');
  });

  it('offers a quick fix that changes the text, and is silent then', async () => {
    const found = await aboutVanishing(cells[1]);
    const actions = await repairs(cells[1], found);
    const fix = actions.find(({ title }) => title === 'Use `relu` with `init: he`');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    const [repaired] = /dense.*/.exec(cells[1].document.getText()) ?? [];
    assert.equal(repaired, 'dense(64) relu');
    await until(() => said(cells[1]).length === 0);
  });

  it('says nothing of a network that was changed since', async () => {
    await openTrained('network.dnn', deep.replace('logistic', 'relu'));
    await settled(cells);
    assert.deepEqual(cells.flatMap(said), []);
  });

  it('says nothing of a training whose cell was changed since', async () => {
    await openTrained('training.dnn', deep.replace('epochs 2', 'epochs 3'));
    await settled(cells);
    assert.deepEqual(cells.flatMap(said), []);
  });
});
