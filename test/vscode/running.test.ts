import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  mimeTypes,
  type ErrorPayload,
  type Forecast,
  type Inspection,
  type NetworkPayload,
  type TrainingSnapshot,
} from '../../src/views/payloads';
import { shutdownCore } from './support/core';
import { trainBefore } from './support/commandLine';
import { longestDelay } from './support/delay';
import {
  closeAll,
  codeCells,
  ended,
  errorText,
  interrupt,
  notebookOf,
  openNotebook,
  payload,
  run,
  showNotebook,
  smallNotebook,
  text,
  until,
  workspaceFile,
} from './support/workspace';

const exists = (name: string) =>
  vscode.workspace.fs.stat(workspaceFile(name)).then(
    () => true,
    () => false,
  );

const training = (cell: vscode.NotebookCell) => payload<TrainingSnapshot>(cell, mimeTypes.training);

/** A notebook whose training lasts for some updates of its cell on fast machines, too. */
const epochs = 16;
const lasting = smallNotebook.replace('epochs 2', `epochs ${epochs}`);
/** A notebook whose training lasts until it is stopped. */
const endless = smallNotebook.replace('epochs 2', 'epochs 5000');

describe('running cells', function () {
  this.timeout(180_000);
  afterEach(closeAll);
  after(() => shutdownCore(workspaceFile('.').fsPath.replace(/\/\.?$/, '')));

  describe('all of a notebook', () => {
    let cells: vscode.NotebookCell[];
    const seen: TrainingSnapshot[] = [];
    let outputIds = new Set<number>();

    before(async () => {
      const notebook = await openNotebook('all.dnn', lasting);
      cells = codeCells(notebook);
      const train = cells[2];
      const listening = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
        if (!cellChanges.some(({ cell, outputs }) => cell === train && outputs)) return;
        const snapshot = training(train);
        if (snapshot) seen.push(structuredClone(snapshot));
        outputIds = outputIds.add(train.outputs.length);
      });
      run(notebook);
      await Promise.all(cells.map(ended));
      listening.dispose();
    });

    it('ends every cell well, in order', () => {
      assert.deepEqual(cells.map(errorText), ['', '', '', '', '']);
      assert.deepEqual(
        cells.map(({ executionSummary }) => executionSummary?.success),
        [true, true, true, true, true],
      );
      const order = cells.map(({ executionSummary }) => executionSummary?.executionOrder);
      assert.deepEqual(order, [1, 2, 3, 4, 5]);
    });

    it('shows the network’s layers, also as text', () => {
      const network = payload<NetworkPayload>(cells[1], mimeTypes.network);
      assert.deepEqual(
        network?.layers.map(({ id }) => id),
        ['C1', 'S2', 'F3', 'output'],
      );
      assert.match(text(cells[1]), /\| C1 \|.*\| 104 \|/);
    });

    it('shows training live, in one output', () => {
      assert.ok(seen.length >= 3, `${seen.length} updates`);
      assert.deepEqual([...outputIds], [1]);
      const steps = seen.map(({ progress }) => progress.step);
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
      assert.ok(seen.some(({ status }) => status === 'running'));
    });

    it('ends with scores, and one gradient magnitude for each parameter tensor', () => {
      const last = training(cells[2]);
      assert.equal(last?.status, 'completed');
      assert.equal(last?.epochScores.length, epochs);
      assert.deepEqual(last?.measures.find(({ name }) => name === 'gradients')?.items, [
        'C1.weight',
        'C1.bias',
        'F3.weight',
        'F3.bias',
        'output.weight',
        'output.bias',
      ]);
      const gradients = last?.layers.gradients?.values ?? [];
      assert.equal(gradients.length, 6);
      assert.ok(gradients.every((gradient) => Number(gradient) > 0));
    });

    it('shows feature maps that are not flat', () => {
      const inspection = payload<Inspection>(cells[3], mimeTypes.inspection);
      const [maps] = inspection?.features ?? [];
      assert.equal(maps?.layer, 'C1');
      const bytes = Buffer.from(maps.maps.data, 'base64');
      const values = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
      assert.equal(
        values.length,
        maps.maps.shape.reduce((a, b) => a * b, 1),
      );
      assert.ok(new Set(values).size > 100);
    });

    it('links the exported file', async () => {
      assert.match(text(cells[4]), /\[small\.onnx\]\(<\.\/small\.onnx>\)/);
      assert.ok(await exists('small.onnx'));
    });

    it('keeps the notebook clean', () => assert.equal(cells[0]?.notebook.isDirty, false));

    it('shows the last run again when the notebook opens again', async () => {
      await closeAll();
      // VS Code keeps the notebook of the last editor that was closed until another one is shown.
      await openNotebook('between.dnn', notebookOf('let a = 1'));
      const isOpen = () =>
        vscode.workspace.notebookDocuments.some(({ uri }) => uri.path.endsWith('/all.dnn'));
      await until(() => !isOpen());
      const notebook = await showNotebook('all.dnn');
      const [, network, cell, inspect, exported] = codeCells(notebook);
      const restored = await until(() => training(cell));
      assert.equal(restored.status, 'completed');
      assert.equal(restored.epochScores.length, epochs);
      await until(() => text(exported).includes('small.onnx'));
      const rows = payload<NetworkPayload>(network, mimeTypes.network)?.layers;
      assert.equal(rows?.length, 4);
      const inspection = payload<Inspection>(inspect, mimeTypes.inspection);
      assert.equal(inspection?.features[0]?.layer, 'C1');
      assert.equal(notebook.isDirty, false);
    });

    it('shows what is run at once after opening, not the last run', async () => {
      const lastRun = await trainBefore('before.dnn', smallNotebook);
      const notebook = await showNotebook('before.dnn');
      const train = codeCells(notebook)[2];
      run(notebook, 2);
      const isNew = () => {
        const { status, run: id } = training(train) ?? {};
        return status === 'completed' && id !== lastRun;
      };
      await until(isNew);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.ok(isNew());
    });
  });

  it('a network that was solved for goes on with a series by itself', async () => {
    const notebook = await openNotebook(
      'echo.dnn',
      notebookOf(
        'data series {\n  source mackey_glass(train: 600, test: 300, steps: 1)\n}',
        'network Echo {\n  input x[1, 1]\n  R: reservoir(60)\n  output: dense(1)\n}',
        'train Echo on series {\n  rule ridge(penalty: 1e-9, washout: 50)\n}',
        'forecast Echo {\n  warmup 100\n  horizon 20\n  restarts 5\n}',
      ),
    );
    run(notebook);
    const cells = codeCells(notebook);
    await Promise.all(cells.map(ended));
    assert.deepEqual(cells.map(errorText), ['', '', '', '']);
    const [, , train, forecast] = cells;
    const { status, run: id } = training(train) ?? {};
    assert.equal(status, 'completed');
    const told = payload<Forecast>(forecast, mimeTypes.forecast);
    assert.deepEqual([told?.run, told?.errors.length], [id, 20]);
    assert.match(text(forecast), /NRMSE20 0\.\d+ over 5 places/);
  });

  it('a training is interrupted, with a checkpoint, and cells behind it are not run', async () => {
    const notebook = await openNotebook('endless.dnn', endless);
    const [, , train, inspect] = codeCells(notebook);
    assert.ok(train && inspect);
    run(notebook, 2, 3);
    await until(() => (training(train)?.progress.step ?? 0) > 3);
    await interrupt(notebook);
    await ended(train);
    assert.equal(training(train)?.status, 'interrupted');
    assert.ok(training(train)?.checkpoint);
    assert.equal(inspect.outputs.length, 0);
    assert.equal(inspect.executionSummary?.success, undefined);
  });

  it('a training leaves the extension host free', async () => {
    const notebook = await openNotebook('free.dnn', endless);
    const train = codeCells(notebook)[2];
    run(notebook, 2);
    await until(() => (training(train)?.progress.step ?? 0) > 3);
    const second = () => new Promise((resolve) => setTimeout(resolve, 1000));
    // Another process may hold the host up by chance, but hardly every time.
    const delays: number[] = [];
    do delays.push(await longestDelay(second));
    while (Math.min(...delays) >= 50 && delays.length < 10);
    assert.equal(training(train)?.status, 'running');
    await interrupt(notebook);
    await ended(train);
    assert.ok(Math.min(...delays) < 50, `held up in each second: ${delays.join(' ms, ')} ms`);
  });

  it('a cell deleted while it trains stops training', async () => {
    const notebook = await openNotebook('deleted.dnn', endless);
    const train = codeCells(notebook)[2];
    run(notebook, 2);
    const { run: id } = await until(() => training(train));
    const edit = new vscode.WorkspaceEdit();
    const { index } = train;
    edit.set(notebook.uri, [
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(index, index + 1)),
    ]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const status = await until(async () => {
      const file = workspaceFile(`.dnn/runs/${id}/run.json`);
      const bytes = await vscode.workspace.fs.readFile(file);
      const manifest = JSON.parse(new TextDecoder().decode(bytes)) as { status: string };
      return manifest.status !== 'running' && manifest.status;
    });
    assert.equal(status, 'interrupted');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('a training goes on while its notebook is closed, and shows again', async () => {
    const name = 'closed.dnn';
    const first = await openNotebook(name, endless);
    run(first, 2);
    const { run: id } = await until(() => training(codeCells(first)[2]));
    await closeAll();
    await until(() => first.isClosed);
    const notebook = await showNotebook(name);
    const train = codeCells(notebook)[2];
    const found = await until(() => training(train));
    assert.equal(found.run, id);
    await until(() => (training(train)?.progress.step ?? 0) > found.progress.step);
    await interrupt(notebook);
    await until(() => training(train)?.status === 'interrupted');
  });

  const parts: readonly (readonly [what: string, command: string, ran: readonly number[]])[] = [
    ['above', 'notebook.cell.executeCellsAbove', [0, 1]],
    ['and below', 'notebook.cell.executeCellAndBelow', [2, 3]],
  ];
  for (const [what, command, ran] of parts) {
    it(`those ${what} the chosen one run, in order, by VS Code's own command`, async () => {
      const sources = [1, 2, 3, 4].map(
        (i) => `network N${i} {\n  input x[2]\n  output: dense(${i})\n}`,
      );
      const notebook = await openNotebook(`${ran.join('')}.dnn`, notebookOf(...sources));
      const cells = codeCells(notebook);
      const at = cells[2].index;
      const [editor] = vscode.window.visibleNotebookEditors;
      editor.selection = new vscode.NotebookRange(at, at + 1);
      await vscode.commands.executeCommand(command);
      await until(() => ran.every((cell) => cells[cell].executionSummary?.success));
      const order = cells.map(({ executionSummary }) => executionSummary?.executionOrder);
      assert.deepEqual(
        order,
        cells.map((_, cell) => (ran.includes(cell) ? ran.indexOf(cell) + 1 : undefined)),
      );
    });
  }

  it('leaves the notebook as it was saved, byte for byte', async () => {
    const name = 'clean.dnn';
    const notebook = await openNotebook(name, smallNotebook.replaceAll('\n', '\r\n'));
    let wasDirty = false;
    const listening = vscode.workspace.onDidChangeNotebookDocument(() => {
      wasDirty ||= notebook.isDirty;
    });
    run(notebook);
    await Promise.all(codeCells(notebook).map(ended));
    listening.dispose();
    assert.equal(wasDirty, false);
    const bytes = await vscode.workspace.fs.readFile(workspaceFile(name));
    assert.equal(new TextDecoder().decode(bytes), smallNotebook.replaceAll('\n', '\r\n'));
  });

  const failing: readonly (readonly [what: string, cells: readonly string[], message: RegExp])[] = [
    ['a typing error', ['network Net {\n  input x[4]\n  a: dens(3)\n}'], /dens.*dense/s],
    [
      'a missing file',
      [
        'data d {\n  source csv("nowhere.csv", target: "y")\n  batch 2\n}\nnetwork N {\n  input x[2]\n  output: dense(1)\n}\ntrain N on d {\n  loss mse\n  optimizer adam\n  epochs 1\n}',
      ],
      /nowhere\.csv/,
    ],
  ];
  for (const [what, sources, message] of failing) {
    it(`${what} ends the cell with the reason`, async () => {
      const notebook = await openNotebook('failing.dnn', notebookOf(...sources));
      const cell = codeCells(notebook).at(-1)!;
      run(notebook);
      assert.equal(await ended(cell), false);
      assert.match(errorText(cell), message);
      assert.match(payload<ErrorPayload>(cell, mimeTypes.error)?.message ?? '', message);
    });
  }

  it('a network from a file waits for the export above it, then is what that wrote', async () => {
    const data = 'data d {\n  source boolean(2, parity)\n  batch 4\n}';
    const first =
      'network A {\n  input x[2]\n  output: dense(2) softmax\n}\ntrain A on d { epochs 1 }';
    const second = 'network B from "both.onnx"\ntrain B on d { epochs 0 }';
    const text = notebookOf(data, first, 'export A to "both.onnx"', second);
    const notebook = await openNotebook('both.dnn', text);
    const last = codeCells(notebook)[3];
    run(notebook, 3);
    assert.equal(await ended(last), false);
    assert.match(
      errorText(last),
      /`both\.onnx` has not been written yet.*Run the export above first/s,
    );
    run(notebook);
    await until(() => last.executionSummary?.success);
    assert.deepEqual(codeCells(notebook).map(errorText), ['', '', '', '']);
    assert.equal(training(last)?.status, 'completed');
  });

  it('a killed core ends the cell with the reason, and the notebook is as it was', async () => {
    const notebook = await openNotebook('killed.dnn', endless.replace('5000', '200'));
    const train = codeCells(notebook)[2];
    run(notebook, 2);
    const { run: id } = await until(() => training(train)?.checkpoint && training(train));
    const lock = `.dnn/runs/${id}/lock`;
    const [[name]] = await vscode.workspace.fs.readDirectory(workspaceFile(lock));
    const content = await vscode.workspace.fs.readFile(workspaceFile(`${lock}/${name}`));
    const { pid } = JSON.parse(new TextDecoder().decode(content)) as { pid: number };
    process.kill(pid, 'SIGKILL');
    assert.equal(await ended(train), false);
    assert.match(errorText(train), /core/);
    assert.equal(train.outputs.length, 1);
    assert.equal(training(train)?.status, 'failed');
    assert.equal(notebook.isDirty, false);

    await vscode.commands.executeCommand('dnn.resumeRun', workspaceFile(`.dnn/runs/${id}`).fsPath);
    await until(() => training(train)?.status === 'running');
    await interrupt(notebook);
    await until(() => training(train)?.status === 'interrupted');
  });
});
