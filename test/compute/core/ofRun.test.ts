import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseNotebook } from '../../../src/notebook/parse';
import { readModel } from '../../../src/onnx/read';
import { trainSource } from '../../../src/program/trainSource';
import { analyze } from '../../../src/program/analyze';
import type { Run } from '../../../src/runs/run';
import { notebookCells } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

describe('an earlier run, in the notebook as it was', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('is exported and inspected, whatever has been trained since', async () => {
    const before = workspace.notebook();
    const client = await open();
    const { run: first } = await finish(client, train(before, { overrides: { epochs: '1' } }));
    // The same network once more, and then another one in its place.
    const { run: second } = await finish(client, train(before));
    const now = workspace.notebook(notebookCells().map((cell) => cell.replace('conv(3', 'conv(4')));
    const { run: third } = await finish(client, train(now));

    const weights = async (run: Run) => (await run.newestCheckpoint())!.tensors.get('C1.weight')!;
    const request = { notebook: now, network: 'Net' } as const;
    for (const run of [first, second, third]) {
      const file = `${run.id}.onnx`;
      const exported = await client.request('export', { ...request, file, run: run.folder });
      assert.equal(exported.run, run.id);
      const model = readModel(readFileSync(exported.file), { weightsAsInputs: true });
      const { data, shape } = await weights(run);
      const found = [...model.weights.values()].some((stored) => String(stored) === String(data));
      assert.ok(found, `the weights of ${run.id}`);
      const inspection = await client.request('inspect', { ...request, run: run.folder });
      assert.equal(inspection.run, run.id);
      assert.deepEqual(inspection.layers[0].shape, [shape[0], 8, 8]);
    }
    assert.equal((await client.request('inspect', request)).run, third.id);

    const { cells } = parseNotebook(await first.notebookText());
    const sources = cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
    assert.equal(
      trainSource(analyze(sources), sources, first.manifest),
      `# set: epochs = 1\n${notebookCells()[2].trim()}\n`,
    );
  });
});
