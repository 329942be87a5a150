import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { readModel } from '../../../src/onnx/read';
import { loadDataset } from '../../../src/data/load';
import type { RunEvent } from '../../../src/runs/events';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { dataCell, networkCell, notebookCells, trainCell } from '../notebooks';
import {
  bundles,
  cores,
  finish,
  resume,
  restingAfter,
  train,
  weights,
  Workspace,
} from '../support';

const tuneCell = (body: string, settings = 'epochs 2') => `
network Tuned from "net.onnx" {
  ${body}
}

train Tuned on digits {
  optimizer sgd(rate: 0.1)
  seed 3
  ${settings}
}`;

const testScores = (end: RunEvent) => (end.event === 'done' ? end.test! : assert.fail());

/** Answers of a file for images, in a session of its own: the first output's rows. */
async function answers(file: string, images: Float32Array, count: number): Promise<Float32Array[]> {
  const session = await InferenceSession.create(readFileSync(file));
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  const shape = [count, 1, 28, 28];
  const results = await session.run({ [input]: new Tensor('float32', images, shape) });
  await session.release();
  const values = results[output].data as Float32Array;
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
}

describe('a network from a file', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  /** The network of the other tests, trained and exported as `net.onnx`. */
  async function exported(client: Awaited<ReturnType<typeof open>>) {
    const notebook = workspace.notebook(
      notebookCells().map((cell) => cell.replace('batch 32', 'normalize standard\n  batch 32')),
      'first.dnn',
    );
    const { end, run } = await finish(client, train(notebook));
    await client.request('export', { notebook, network: 'Net', file: 'net.onnx' });
    return { scores: testScores(end), run };
  }

  it('scores as in the notebook it was trained in, with `epochs 0`', async () => {
    const client = await open();
    const { scores } = await exported(client);
    // Normalization is inside the file.
    const notebook = workspace.notebook([dataCell, tuneCell('', 'epochs 0')]);
    const { end, events } = await finish(client, train(notebook));
    const again = testScores(end);
    assert.equal(again.accuracy, scores.accuracy);
    assert.ok(Math.abs(again.loss - scores.loss) < 1e-5, `${again.loss} ${scores.loss}`);
    assert.ok(!events.some(({ event }) => event === 'step' || event === 'epoch'));
  });

  it('is trained but for what is frozen, and exported under the names of the file', async () => {
    const client = await open();
    const { run: first } = await exported(client);
    const notebook = workspace.notebook([dataCell, tuneCell('frozen "C1.*"')]);
    const { run, end } = await finish(client, train(notebook));
    const [before, after] = [await weights(first), await weights(run)];
    for (const key of ['C1.weight', 'C1.bias']) assert.equal(after.get(key), before.get(key), key);
    for (const key of ['output.weight', 'output.bias']) {
      assert.ok(after.has(key));
      assert.notEqual(after.get(key), before.get(key), key);
    }

    const { file, inputs, outputs } = await client.request('export', {
      notebook,
      network: 'Tuned',
      file: 'tuned.onnx',
    });
    assert.deepEqual(
      [...inputs, ...outputs].map(({ name }) => name),
      ['image', 'probabilities', 'logits'],
    );
    const { program, path } = analyzeNotebook(notebook, {});
    const context = { notebookFolder: path, environment: {}, seed: 3 };
    const { test } = (await loadDataset(program.data.get('digits')!, context)).splits;
    const images = new Float32Array(test.count * 784);
    const indices = Int32Array.from({ length: test.count }, (_, i) => i);
    test.gather(indices, images, new Float32Array(test.count * 10));
    const rows = await answers(file, images, test.count);
    const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === test.label(i)).length;
    assert.equal(right / test.count, testScores(end).accuracy);
  });

  it('is cut, and learns with new layers behind it', async () => {
    const client = await open();
    await exported(client);
    const body = 'frozen all\n  cut "Relu_5"\n  F: dense(20) relu\n  output: dense(10) softmax';
    const probe = analyzeNotebook(workspace.notebook([dataCell, tuneCell('')]), {});
    const relu = probe.program.networks
      .get('Tuned')!
      .layers.find((one) => one.entry.name === 'Relu')!;
    const notebook = workspace.notebook([
      dataCell,
      tuneCell(body.replace('Relu_5', relu.id), 'epochs 6').replace(
        'sgd(rate: 0.1)',
        'adam(rate: 0.01)',
      ),
    ]);
    const { run, end, events } = await finish(client, train(notebook));
    const start = events.find((event) => event.event === 'start')!;
    const watched = start.measures.flatMap(({ items = [] }) => items);
    assert.deepEqual(watched, ['F.weight', 'F.bias', 'output.weight', 'output.bias']);
    assert.ok(testScores(end).accuracy > 0.3, `${testScores(end).accuracy}`);
    assert.ok((await weights(run)).has('C1.weight'));
  });

  it('learns the same whether what is frozen is computed once or, for a measure that wants the images, in each step', async () => {
    const client = await open();
    await exported(client);
    const head = 'frozen all\n  cut "C1"\n  output: dense(10) softmax';
    const lossesWith = async (settings: string) => {
      const notebook = workspace.notebook([dataCell, tuneCell(head, `epochs 3\n  ${settings}`)]);
      const { events } = await finish(client, train(notebook));
      return events.flatMap((event) => (event.event === 'epoch' ? [event.train.loss] : []));
    };
    const once = await lossesWith('');
    const inEachStep = await lossesWith('watch crops(1)');
    assert.equal(once.length, 3);
    once.forEach((loss, i) => assert.ok(Math.abs(loss / inEachStep[i] - 1) < 1e-4, `epoch ${i}`));
    assert.ok(once[2] < once[0]);
  });

  it('is exported in part, as it is, where nothing trains it', async () => {
    const client = await open();
    await exported(client);
    const part = 'network Part from "net.onnx" {\n  cut "logits"\n}\n\nexport Part to "part.onnx"';
    const notebook = workspace.notebook([part]);
    const { file, run, outputs } = await client.request('export', {
      notebook,
      network: 'Part',
      file: 'part.onnx',
    });
    assert.equal(run, undefined);
    assert.deepEqual(outputs, [{ name: 'logits', shape: ['N', 10] }]);
    const classesOf = (name: string) =>
      readModel(readFileSync(join(workspace.folder, name))).metadata.classes;
    assert.deepEqual(JSON.parse(classesOf('part.onnx')), [...'0123456789']);
    const hidden = 'network Hidden from "net.onnx" {\n  cut "C1"\n}\n\nexport Hidden to "c1.onnx"';
    const inner = workspace.notebook([hidden]);
    await client.request('export', { notebook: inner, network: 'Hidden', file: 'c1.onnx' });
    assert.equal(classesOf('c1.onnx'), undefined);
    const { source } = analyzeNotebook(notebook, {}).program.networks.get('Part')!;
    assert.match(source!.description, /classes: 0, 1, 2/);
    const images = Float32Array.from({ length: 5 * 784 }, (_, i) => (i % 7) / 7);
    const logits = await answers(file, images, 5);
    const scores = await answers(join(workspace.folder, 'net.onnx'), images, 5);
    scores.forEach((row, i) => {
      const sum = logits[i].reduce((total, z) => total + Math.exp(z), 0);
      row.forEach((p, k) => assert.ok(Math.abs(p - Math.exp(logits[i][k]) / sum) < 1e-5));
    });
  });

  it('is inspected node by node', async () => {
    const client = await open();
    await exported(client);
    const notebook = workspace.notebook([dataCell, tuneCell('')]);
    const found = await client.request('inspect', { notebook, network: 'Tuned', device: 'cpu' });
    const conv = found.layers.find(({ operator }) => operator === 'Conv')!;
    assert.deepEqual(
      conv.parameters.map(({ key }) => key),
      ['C1.weight', 'C1.bias'],
    );
    assert.ok(conv.parameters.every(({ gradient }) => Number(gradient) > 0));
    const { maps } = found.features.find(({ layer }) => layer === conv.layer)!;
    assert.deepEqual(maps.shape, [3, 8, 8]);
  });

  it('goes on where it was interrupted, though its file was exported anew or is gone', async () => {
    const client = await open(restingAfter('epoch', 2));
    await exported(client);
    const written = 'export Net to "net.onnx"';
    const tuned = tuneCell('frozen "C1.*"', 'epochs 60');
    const notebook = workspace.notebook([dataCell, networkCell, trainCell(), written, tuned]);
    const begin = train(notebook, { action: 2 });
    const whole = await finish(client, begin);
    const stopped = await finish(client, begin, (event, run) => {
      if (event.event === 'epoch' && event.epoch === 2) void client.request('stop', { run });
    });
    assert.equal(stopped.run.manifest.status, 'interrupted');
    assert.deepEqual(
      stopped.run.manifest.models?.map(({ file }) => file),
      ['net.onnx'],
    );
    const again = workspace.notebook([dataCell, networkCell.replace('(3', '(4'), trainCell()]);
    await finish(client, train(again, { seed: 9 }));
    await client.request('export', { notebook: again, network: 'Net', file: 'net.onnx' });

    const models = join(workspace.folder, '.dnn/models');
    renameSync(models, `${models}-gone`);
    const { folder, id } = stopped.run;
    const refused = (what: string) =>
      assert.rejects(resume(folder)(client), {
        message: `run ${id} kept no copy of net.onnx, and the file ${what}.`,
      });
    await refused('has changed');
    rmSync(join(workspace.folder, 'net.onnx'));
    await refused('is gone');
    renameSync(`${models}-gone`, models);
    const resumed = await finish(await open(), resume(folder));
    assert.equal(resumed.run.manifest.status, 'done');
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
  });

  it('trained before its file changed is another network', async () => {
    const client = await open();
    await exported(client);
    const notebook = workspace.notebook([dataCell, tuneCell('')]);
    const { run } = await finish(client, train(notebook));
    writeFileSync(join(workspace.folder, 'net.onnx'), readFileSync(join(run.folder, 'model.onnx')));
    const request = { notebook, network: 'Tuned', file: 'tuned.onnx' };
    await assert.rejects(client.request('export', request), { code: 'not-trained' });
  });

  it('from a file that is missing is an error at its name', async () => {
    const client = await open();
    const notebook = workspace.notebook([dataCell, tuneCell('')]);
    await assert.rejects(client.request('train', { notebook, action: 0 }), (error) => {
      const { failure } = error as { failure: { code: string; line: number; column: number } };
      const { code, line, column } = failure;
      assert.deepEqual([code, line, column], ['missing-file', 15, 20]);
      return true;
    });
  });
});

const data = process.env['DNN_DATA'] ?? '';
const model = join(data, 'onnx-models', 'mnist-8', 'model.onnx');

const mnistCells = (settings: string, body = 'output: softmax') => [
  'data mnist {\n  source idx("mnist")\n  split validation 40000\n  normalize scale(255)\n  batch 100\n}',
  `network Mnist8 from "onnx-models/mnist-8/model.onnx" {\n  ${body}\n}`,
  `train Mnist8 on mnist {\n  optimizer sgd(rate: 0.00001)\n  ${settings}\n}`,
];

describe('mnist-8 in a notebook', function () {
  this.timeout(120_000);
  before(function () {
    if (data !== '' && existsSync(model)) return;
    console.log('      needs DNN_DATA with onnx-models/mnist-8 and mnist');
    this.skip();
  });
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('recognizes 9,891 of the 10,000 test images', async () => {
    const { end } = await finish(await open(), train(workspace.notebook(mnistCells('epochs 0'))));
    assert.equal(Math.round(testScores(end).accuracy * 10_000), 9891);
  });

  it('takes the place of the original when it is exported as it is', async () => {
    const cell = 'network Copy from "onnx-models/mnist-8/model.onnx"\n\nexport Copy to "copy.onnx"';
    const notebook = workspace.notebook([cell]);
    const request = { notebook, network: 'Copy', file: 'copy.onnx' };
    const { file } = await (await open()).request('export', request);
    const pixels = gunzipSync(readFileSync(join(data, 'mnist', 't10k-images-idx3-ubyte.gz')));
    const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
    for (let i = 0; i < 5; i++) {
      const image = Float32Array.from(pixels.subarray(16 + i * 784, 16 + (i + 1) * 784));
      const [copied] = await answers(file, image, 1);
      const feeds = { Input3: new Tensor('float32', image, [1, 1, 28, 28]) };
      const wanted = (await session.run(feeds))['Plus214_Output_0'].data as Float32Array;
      // Scores go into the thousands.
      copied.forEach((score, k) => assert.ok(Math.abs(score - wanted[k]) < 0.05));
    }
    await session.release();
  });

  it('learns more with its convolutions frozen; the exported file agrees', async () => {
    const client = await open();
    const body = 'frozen "Convolution*"\n  output: softmax';
    const notebook = workspace.notebook(mnistCells('epochs 1', body));
    const { end, run } = await finish(client, train(notebook));
    const { accuracy } = testScores(end);
    assert.ok(accuracy > 0.9891, `${accuracy}`);
    const kept = (await run.newestCheckpoint())!.tensors;
    const first = analyzeNotebook(notebook, {}).program.networks.get('Mnist8')!.layers[0]
      .parameters[0];
    assert.deepEqual(kept.get('Parameter5')?.data, first.values);

    const request = { notebook, network: 'Mnist8', file: 'tuned.onnx' };
    const { file, difference } = await client.request('export', request);
    assert.ok(difference <= 1e-5);
    const unzip = (name: string) => gunzipSync(readFileSync(join(data, 'mnist', name)));
    const pixels = unzip('t10k-images-idx3-ubyte.gz').subarray(16);
    const labels = unzip('t10k-labels-idx1-ubyte.gz').subarray(8);
    const images = Float32Array.from(pixels, (pixel) => pixel / 255);
    const rows = await answers(file, images, labels.length);
    const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
    assert.equal(right, Math.round(accuracy * 10_000));
  });
});
