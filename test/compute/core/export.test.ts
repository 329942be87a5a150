import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { buildEvaluation } from '../../../src/learning/evaluation';
import { readModel } from '../../../src/onnx/read';
import { writeModel } from '../../../src/onnx/write';
import { Random } from '../../../src/random/random';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { notebookCells } from '../notebooks';
import { assertIncludes, bundles, cores, finish, train, Workspace } from '../support';

describe('export', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('leaves what is no model as it is', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    await finish(client, train(notebook));
    writeFileSync(join(workspace.folder, 'text.onnx'), 'text');
    for (const file of ['net.dnn', notebook.path, 'OTHER.DNN', '../.bashrc', 'text.onnx']) {
      const request = client.request('export', { notebook, network: 'Net', file });
      await assert.rejects(request, { code: 'bad-target' });
    }
    assert.equal(readFileSync(notebook.path, 'utf8'), notebook.text);
    assert.equal(readFileSync(join(workspace.folder, 'text.onnx'), 'utf8'), 'text');
    assert.equal(existsSync(join(workspace.folder, 'OTHER.DNN')), false);
  });

  it('answers like the trained network in a session of its own, for any batch', async () => {
    const cells = notebookCells().map((cell) =>
      cell.replace('batch 32', 'normalize standard\n  batch 32'),
    );
    const notebook = workspace.notebook(cells);
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const exported = await client.request('export', { notebook, network: 'Net', file: 'net.onnx' });
    assert.equal(exported.file, join(workspace.folder, 'net.onnx'));
    assert.equal(exported.bytes, readFileSync(exported.file).length);
    assert.equal(exported.run, run.id);

    const network = analyzeNotebook(notebook, {}).program.networks.get('Net')!;
    const { normalization } = run.manifest;
    assert.notDeepEqual(normalization, { mean: [0], scale: [1] });
    const evaluation = buildEvaluation(
      network,
      { loss: { name: 'cross_entropy', arguments: {} } },
      { normalization, targets: { kind: 'classes', count: 10 } },
    );
    const reference = await InferenceSession.create(writeModel(evaluation.graph, { name: 'e' }));
    const session = await InferenceSession.create(exported.file);
    const { tensors } = (await run.newestCheckpoint())!;
    for (const batch of [1, 3, 7]) {
      const pixels = new Random(batch).fillUniform(new Float32Array(batch * 784));
      const image = new Tensor('float32', pixels, [batch, 1, 28, 28]);
      const parameters = evaluation.parameters.map(({ key, input }) => {
        const { data, shape } = tensors.get(key)!;
        return [input, new Tensor('float32', data, shape)] as const;
      });
      const expected = await reference.run({
        ...Object.fromEntries(parameters),
        [evaluation.inputs.samples]: image,
        [evaluation.inputs.targets]: new Tensor('float32', new Float32Array(batch * 10), [
          batch,
          10,
        ]),
      });
      const { probabilities } = await session.run({ image });
      assert.deepEqual(probabilities.dims, [batch, 10]);
      const actual = probabilities.data as Float32Array;
      const wanted = expected[evaluation.prediction].data as Float32Array;
      actual.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) <= 1e-5));
      for (let row = 0; row < batch; row++) {
        const sum = actual.slice(10 * row, 10 * row + 10).reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - 1) < 1e-5);
      }
    }
  });

  it('states where it comes from', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const { file, opset } = await client.request('export', {
      notebook,
      network: 'Net',
      file: 'a.onnx',
    });
    const { metadata } = readModel(readFileSync(file));
    assert.deepEqual(JSON.parse(metadata.classes), [...'0123456789']);
    assertIncludes(metadata, {
      run: run.id,
      seed: '5',
      'notebook.title': 'Net',
      'notebook.sha256': run.manifest.notebook.hash,
      'data.sha256': run.manifest.dataHash,
      opset: String(opset),
    });
    assert.deepEqual(readFileSync(join(run.folder, 'model.onnx')), readFileSync(file));
  });

  it('refuses logits of a network that ends with no softmax or logistic', async () => {
    const linear = notebookCells().map((cell) => cell.replace(/softmax/, 'relu'));
    const client = await open();
    const request = client.request('export', {
      ...{ notebook: workspace.notebook(linear), network: 'Net', file: 'c.onnx' },
      form: { logits: true },
    });
    await assert.rejects(request, { code: 'no-logits', message: /leave `logits` out/ });
  });

  it('refuses a network that was not trained as it now stands', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const request = { network: 'Net', file: 'b.onnx' };
    await assert.rejects(client.request('export', { ...request, notebook }), {
      code: 'not-trained',
    });
    await finish(client, train(notebook));
    const changed = workspace.notebook(notebookCells().map((cell) => cell.replace('relu', 'tanh')));
    await assert.rejects(client.request('export', { ...request, notebook: changed }), {
      code: 'not-trained',
    });
  });
});
