import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../../src/onnx/read';
import { listRuns } from '../../../src/runs/list';
import type { Run } from '../../../src/runs/run';
import { dataCell, networkCell, notebookCells } from '../notebooks';
import { bundles, cliPath, weights, Workspace } from '../support';

describe('a network from a file in the terminal', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();

  const dnn = (...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const options = { cwd: workspace.folder };
      const child = execFile(process.execPath, [cliPath, ...args], options, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out: out + err }),
      );
    });

  it('is checked, scored, trained, inspected and exported', async () => {
    workspace.notebook([...notebookCells(), 'export Net to "net.onnx"'], 'first.dnn');
    assert.equal((await dnn('run', 'first.dnn', '--device', 'cpu', '--quiet')).code, 0);
    const network = 'network Again from "net.onnx" {\n  frozen "C1.*"\n}';
    workspace.notebook([dataCell, network, 'train Again on digits']);

    const checked = await dnn('check', 'net.dnn');
    assert.match(checked.out, /no errors/);
    const options = ['--device', 'cpu', '--json'];
    const scored = await dnn('train', 'net.dnn', '--set', 'epochs=0', ...options);
    const done = scored.out.split('\n').find((line) => line.includes('"event":"done"'));
    assert.match(done ?? scored.out, /"steps":0.*"test":\{"loss":[\d.]+,"accuracy":[\d.]+\}/);

    const frozen = await dnn('train', 'net.dnn', '--set', 'frozen=all', ...options);
    assert.equal(frozen.code, 2);
    assert.match(frozen.out, /nothing to train/);
    assert.equal((await dnn('train', 'net.dnn', '--set', 'epochs=1', ...options)).code, 0);

    const inspected = await dnn('inspect', 'net.dnn', 'Again');
    assert.match(inspected.out, /Conv .*\[3, 8, 8\]/);
    assert.equal((await dnn('export', 'net.dnn', 'Again', 'again.onnx')).code, 0);
    const { weights } = readModel(readFileSync(join(workspace.folder, 'again.onnx')), {
      weightsAsInputs: true,
    });
    const names = ['C1.bias', 'C1.weight', 'output.bias', 'output.weight'];
    assert.deepEqual([...weights.keys()].toSorted(), names);
  });

  it('is what an export above it writes, each time the notebook runs', async () => {
    const path = workspace.notebook(
      [
        dataCell,
        networkCell.replace('Net', 'A'),
        'train A on digits {\n  epochs 1\n}\nexport A to "made/a.onnx"',
        'network B from "made/../made/a.onnx" {\n  frozen "C1.*"\n}',
        'train B on digits {\n  epochs 0\n}',
      ],
      'both.dnn',
    ).path;
    assert.match((await dnn('check', 'both.dnn')).out, /no errors/);
    const early = await dnn('train', 'both.dnn', 'B', '--device', 'cpu', '--quiet');
    assert.equal(early.code, 1);
    assert.match(
      early.out,
      /^both\.dnn:31:16: error: .*has not been written yet\.\n.*export A to "made/m,
    );

    for (const seed of ['1', '2']) {
      const { code, out } = await dnn('run', 'both.dnn', '--device', 'cpu', '--seed', seed);
      assert.equal(code, 0, out);
      const [b, a] = await listRuns(path);
      assert.deepEqual([a.manifest.network, b.manifest.network], ['A', 'B']);
      const parameters = async (run: Run) =>
        [...(await weights(run))].filter(([key]) => /^(C1|output)\.(weight|bias)$/.test(key));
      const start = await parameters(b);
      assert.equal(start.length, 4);
      assert.deepEqual(new Map(start), new Map(await parameters(a)), `seed ${seed}`);
      const [model] = b.manifest.models ?? [];
      const bytes = readFileSync(join(workspace.folder, 'made/a.onnx'));
      assert.equal(model.hash, createHash('sha256').update(bytes).digest('hex'));
    }
    const [last, , before] = await listRuns(path);
    const compared = await dnn('runs', 'both.dnn', '--compare', before.id, last.id);
    assert.match(compared.out, /^from +made\S+ \w{12} +made\S+ \w{12}$/m);
  });

  it('is an error at the name of a file that is missing', async () => {
    workspace.notebook(['network N from "gone.onnx"']);
    const { code, out } = await dnn('check', 'net.dnn');
    assert.equal(code, 1);
    assert.match(out, /^net\.dnn:7:16: error: cannot find gone\.onnx/m);
  });
});
