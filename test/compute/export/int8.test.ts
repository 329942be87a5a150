import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { loadDataset } from '../../../src/data/load';
import { ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { readModel } from '../../../src/onnx/read';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { bundles, cores, finish, train, Workspace } from '../support';
import { floats, runGraph } from '../graph/support';

const digits = `
data digits {
  source digits(train: 1200, test: 400, seed: 1)
  split validation 200
  normalize standard
  batch 50
}`;

const layers = `
  input image[1, 28, 28]
  C1: conv(6, kernel: 5, padding: 2) relu
  S2: max_pool(2)
  C3: conv(16, kernel: 5, bias: false)
  batch_norm relu
  S4: avg_pool(2)
  C5: dense(120) tanh
  F6: dense(84) tanh
  output: dense(10) softmax`;

const training = (data = 'digits', epochs = 2) => `
train Net on ${data} {
  loss cross_entropy
  optimizer sgd(rate: 0.05, momentum: 0.9)
  epochs ${epochs}
  seed 3
}`;

describe('an export in int8', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('is under 29 % of the size and as good, computed in integers, and is read again as weights', async () => {
    const notebook = workspace.notebook([digits, `network Net {${layers}\n}`, training()]);
    const client = await open();
    await finish(client, train(notebook));
    const request = { notebook, network: 'Net' };
    const plain = await client.request('export', { ...request, file: 'plain.onnx' });
    const form = { precision: { type: 'int8' as const, samples: 200 } };
    const { quantized, file } = await client.request('export', {
      ...{ ...request, form },
      file: 'q.onnx',
    });
    assert.ok(quantized);
    const { before, after, calibration } = quantized;
    assert.deepEqual(calibration, { split: 'validation', samples: 200 });
    assert.equal(after.bytes, statSync(file).size);
    assert.equal(before.bytes, plain.bytes);
    assert.ok(after.bytes < 0.29 * before.bytes, `${after.bytes} of ${before.bytes} bytes`);
    assert.ok(after.value > before.value - 0.01, `${before.value} → ${after.value}`);
    assert.deepEqual([before.split, before.samples, before.measure], ['test', 400, 'accuracy']);
    assert.equal(await accuracyOf(plain.file, notebook), before.value);
    assert.equal(await accuracyOf(file, notebook), after.value);

    const optimized = `${file}.optimized`;
    await (
      await InferenceSession.create(file, {
        optimizedModelFilePath: optimized,
        logSeverityLevel: 3,
      })
    ).release();
    const { node: run } = fromBinary(ModelProtoSchema, readFileSync(optimized)).graph!;
    const products = run
      .map(({ opType }) => opType)
      .filter((name) => /Conv|Gemm|MatMul/.test(name));
    assert.deepEqual(products.sort(), ['QGemm', 'QGemm', 'QGemm', 'QLinearConv', 'QLinearConv']);

    const bytes = readFileSync(file);
    const image = new Tensor('float32', await pixels(notebook, 20), [20, 1, 28, 28]);
    const session = await InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled' });
    const there = floats((await session.run({ image })).logits);
    await session.release();
    const here = floats((await runGraph(readModel(bytes).graph, { image })).logits);
    // Where a value lies between two integers a last bit decides, and the next layers tell.
    const far = here.filter((value, i) => Math.abs(value - there[i]) > 0.05).length;
    assert.ok(far <= 4, `${far} of ${here.length} differ`);
    const { weights } = readModel(bytes, { weightsAsInputs: true });
    const names = ['C1.weight', 'C3.weight', 'C5.weight', 'F6.weight', 'output.weight'];
    assert.deepEqual(
      names.filter((name) => !weights.has(name)),
      [],
    );
  });

  it('is refused by name where weights do not fit', async () => {
    const recurrent = workspace.notebook([
      'data rows {\n  source digits(train: 100, test: 20, seed: 1)\n  transform sequence(rows)\n  batch 20\n}',
      'network Net {\n  input x[28, 28]\n  L: lstm(4)\n  output: dense(10) softmax\n}',
      training('rows', 1),
    ]);
    const client = await open();
    await finish(client, train(recurrent));
    const form = { precision: { type: 'int8' as const, samples: 10 } };
    const request = { notebook: recurrent, network: 'Net', file: 'q.onnx', form };
    await assert.rejects(client.request('export', request), {
      code: 'bad-form',
      message: "`Net` cannot be exported so: the weights of 'L/LSTM' (LSTM) do not fit int8.",
    });
  });

  it('loses at most 0.3 points of LeNet-5 on MNIST', async function () {
    if (!process.env['DNN_DATA']) {
      console.log('      needs DNN_DATA with mnist');
      return this.skip();
    }
    const mnist = `data mnist {\n  source idx("mnist")\n  split validation 54000\n  normalize standard\n  batch 128\n}`;
    const notebook = workspace.notebook([mnist, `network Net {${layers}\n}`, training('mnist', 1)]);
    const client = await open();
    await finish(client, train(notebook));
    const form = { precision: { type: 'int8' as const, samples: 500 } };
    const request = { notebook, network: 'Net', file: 'q.onnx', form };
    const { quantized } = await client.request('export', request);
    const { before, after } = quantized!;
    console.log(`      ${before.value} → ${after.value}, ${before.bytes} → ${after.bytes} bytes`);
    assert.ok(before.value > 0.9 && after.value >= before.value - 0.003);
  });
});

type Notebook = ReturnType<Workspace['notebook']>;

async function dataOf(notebook: Notebook) {
  const { program } = analyzeNotebook(notebook, {});
  const [plan] = program.data.values();
  return loadDataset(plan, { seed: 3, notebookFolder: dirname(notebook.path), environment: {} });
}

async function pixels(notebook: Notebook, count: number): Promise<Float32Array> {
  const { splits } = await dataOf(notebook);
  const images = new Float32Array(count * 784);
  splits.test.gather(
    Int32Array.from({ length: count }, (_, i) => i),
    images,
    new Float32Array(count * 10),
  );
  return images;
}

/** The fraction of test images whose greatest probability is that of their class. */
async function accuracyOf(file: string, notebook: Notebook): Promise<number> {
  const { splits } = await dataOf(notebook);
  const { count } = splits.test;
  const image = new Tensor('float32', await pixels(notebook, count), [count, 1, 28, 28]);
  const session = await InferenceSession.create(file);
  const { probabilities } = await session.run({ image });
  await session.release();
  const rows = floats(probabilities);
  const right = Array.from({ length: count }, (_, i) => {
    const row = [...rows.subarray(10 * i, 10 * i + 10)];
    return row.indexOf(Math.max(...row)) === splits.test.label(i);
  });
  return right.filter(Boolean).length / count;
}
