import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  inspection,
  type RequestParameters,
  type WireTensor,
} from '../../../src/compute/protocol/protocol';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

function floats({ data }: WireTensor): Float32Array {
  const bytes = Buffer.from(data, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

describe('inspect', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('takes the outputs of an autoencoder for no answers', async () => {
    const autoencoder = networkCell.replace(/output: .*/, 'dense(8)\n  output: dense(784)');
    const training = 'train Net on digits {\n  loss reconstruction\n  epochs 1\n}';
    const notebook = workspace.notebook([dataCell, autoencoder, training]);
    const client = await open();
    const { sample } = await client.request('inspect', { notebook, network: 'Net' });
    assert.deepEqual(sample?.prediction, []);
  });

  it('shows gradients where the last phase follows some', async () => {
    const deep = networkCell.replace(/D2.*/, 'H: dense(8) logistic');
    const client = await open();
    for (const [last, hasGradients] of [
      ['backprop', true],
      ['cd { layers H }', false],
    ] as const) {
      const training = `train Net on digits {\n  phase a: backprop\n  phase b: ${last}\n}`;
      const notebook = workspace.notebook([dataCell, deep, training]);
      const { layers } = await client.request('inspect', { notebook, network: 'Net' });
      assert.ok(layers.every((layer) => (layer.activationGradient !== undefined) === hasGradients));
    }
  });

  it('tells beside a predicted value what it should be', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${i / 8}`);
    writeFileSync(join(workspace.folder, 'line.csv'), ['x,y', ...rows].join('\n'));
    const notebook = workspace.notebook([
      'data line {\n  source csv("line.csv", target: "y", task: values)\n  batch 4\n}',
      'network Net {\n  input x[1]\n  output: dense(1)\n}',
      'train Net on line {\n  loss mse\n  epochs 1\n}',
    ]);
    const client = await open();
    const { sample } = await client.request('inspect', { notebook, network: 'Net' });
    const x = floats(sample!.input)[0];
    assert.deepEqual(
      sample?.prediction.map(({ name, target }) => [name, target]),
      [['y', x / 8]],
    );
  });

  it('tells both classes apart by one unit', async () => {
    const client = await open();
    for (const [unit, sum] of [
      ['logistic', 1],
      ['tanh', 0],
    ] as const) {
      const notebook = workspace.notebook([
        'data xor {\n  source boolean(2)\n  batch 4\n}',
        `network Net {\n  input x[2]\n  dense(2) tanh\n  output: dense(1) ${unit}\n}`,
        'train Net on xor {\n  loss mse\n  epochs 1\n}',
      ]);
      const { sample } = await client.request('inspect', { notebook, network: 'Net', index: 1 });
      assert.equal(sample!.label, 'true');
      const [no, yes] = sample!.prediction;
      assert.deepEqual([no.name, yes.name], ['false', 'true']);
      assert.ok(Math.abs(no.value + yes.value - sum) < 1e-5);
    }
  });

  it('shows the last step that has a target where each step has one', async () => {
    const notebook = workspace.notebook([
      'data stream {\n  source digit_stream(train: 4, test: 1, steps: 40)\n  batch 2\n}',
      'network Net {\n  input image[40, 28]\n  output: step_dense(11) softmax\n}',
      'train Net on stream {\n  epochs 1\n}',
    ]);
    const client = await open();
    const { sample } = await client.request('inspect', { notebook, network: 'Net' });
    assert.match(sample!.label!, /^(\d|gap) at step 39$/);
    assert.equal(sample!.prediction.length, 11);
    const sum = sample!.prediction.reduce((total, { value }) => total + value, 0);
    assert.ok(Math.abs(sum - 1) < 1e-4);
  });

  it('shows a chosen sample, what each layer makes of it, and the gradients', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const request = { notebook, network: 'Net', index: 7 } as const;
    const report = await client.request('inspect', request);
    assert.equal(report.run, run.id);
    assert.equal(report.step, 24);
    const { sample } = report;
    assert.deepEqual(
      [sample?.data, sample?.split, sample?.index, sample?.input.shape],
      ['digits', 'test', 7, [1, 28, 28]],
    );
    assert.match(sample!.label!, /^\d$/);
    const total = sample!.prediction.reduce((sum, { value }) => sum + value, 0);
    assert.ok(Math.abs(total - 1) < 1e-4);
    assert.deepEqual(
      report.layers.map(({ layer, shape }) => [layer, shape.length]),
      [
        ['C1', 3],
        ['D2', 3],
        ['output', 1],
      ],
    );
    const keys = report.layers.flatMap(({ parameters }) => parameters);
    assert.deepEqual(
      keys.map(({ key, count }) => [key, count]),
      [
        ['C1.weight', 75],
        ['C1.bias', 3],
        ['output.weight', 1920],
        ['output.bias', 10],
      ],
    );
    for (const { gradient } of keys) assert.ok(typeof gradient === 'number' && gradient > 0);

    // The maps are ReLU outputs of a 5×5 convolution with stride 3: 8×8, computed here once more.
    const { maps } = report.features.find(({ layer }) => layer === 'C1')!;
    assert.deepEqual(maps.shape, [3, 8, 8]);
    const { tensors } = (await run.newestCheckpoint())!;
    const weight = tensors.get('C1.weight')!.data;
    const bias = tensors.get('C1.bias')!.data;
    const { mean, scale } = run.manifest.normalization;
    const pixels = floats(sample!.input).map((p) => (p - mean[0]) * scale[0]);
    const shown = floats(maps);
    for (let filter = 0; filter < 3; filter++) {
      for (let place = 0; place < 64; place++) {
        const [y, x] = [3 * Math.floor(place / 8), 3 * (place % 8)];
        let sum = bias[filter];
        for (let u = 0; u < 5; u++)
          for (let v = 0; v < 5; v++)
            sum += weight[filter * 25 + u * 5 + v] * pixels[(y + u) * 28 + x + v];
        assert.ok(Math.abs(shown[filter * 64 + place] - Math.max(0, sum)) < 1e-4);
      }
    }
  });

  it('counts what units do over the whole split, or over as many samples as are asked for', async () => {
    const data = dataCell.replace(/source .*/, 'source digits(train: 264, test: 300)');
    const dead = networkCell.replace(/D2.*/, 'D2: dense(8, init: zeros, bias_init: -1) relu');
    const inspecting = 'inspect Net {\n  activations train\n  samples 150\n}';
    const notebook = workspace.notebook([data, dead, inspecting]);
    const client = await open();
    for (const [asked, counted] of [
      [{}, { split: 'test', samples: 300, of: 300 }],
      [{ samples: 130 }, { split: 'test', samples: 130, of: 300 }],
    ] as const) {
      const report = await client.request('inspect', { notebook, network: 'Net', ...asked });
      assert.deepEqual(report.counted, counted);
      const hidden = report.layers.find(({ layer }) => layer === 'D2')!.activation;
      assert.deepEqual(hidden, { mean: 0, deviation: 0, zeros: 1, units: 8, dead: 8 });
    }
    const told = await client.request('perform', { notebook, action: 0, id: 'looking' });
    const { counted, sample } = inspection.parse(told);
    assert.deepEqual(counted, { split: 'train', samples: 150, of: 200 });
    assert.equal(sample!.split, 'test');
  });

  it('uses fresh parameters before any training, and says so', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const report = await client.request('inspect', { notebook, network: 'Net', features: ['C1'] });
    assert.equal(report.run, undefined);
    assert.equal(report.step, 0);
    assert.deepEqual(
      report.features.map(({ layer }) => layer),
      ['C1'],
    );
  });

  it('looks at a sample there is when data has no test', async () => {
    const client = await open();
    for (const [settings, split] of [
      ['split validation 8', 'validation'],
      ['normalize none', 'train'],
    ] as const) {
      const data = `data digits {\n  source digits(train: 40, test: 0)\n  ${settings}\n}`;
      const notebook = workspace.notebook([data, networkCell], `${split}.dnn`);
      const report = await client.request('inspect', { notebook, network: 'Net' });
      assert.equal(report.sample!.split, split);
      assert.equal(report.sample!.index, 0);
      const empty = { notebook, network: 'Net', over: 'test' } as const;
      await assert.rejects(client.request('inspect', empty), { code: 'no-sample' });
    }
  });

  it('says what there is when asked for what there is not', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const cases: [Partial<RequestParameters<'inspect'>>, string][] = [
      [{ network: 'Nit' }, 'no-network'],
      [{ index: 100 }, 'no-sample'],
      [{ features: ['C9'] }, 'no-layer'],
      [{ data: 'letters' }, 'no-data'],
    ];
    for (const [wrong, code] of cases) {
      const request = { notebook, network: 'Net', ...wrong };
      await assert.rejects(client.request('inspect', request), { code });
    }
  });
});

describe('describe', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('tells counts, shape, classes and the first images of data', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const found = await client.request('describe', { notebook, data: 'digits', thumbnails: 7 });
    assert.deepEqual(found.inputShape, [1, 28, 28]);
    assert.deepEqual(found.target, { kind: 'classes', names: [...'0123456789'] });
    const { train: trained, validation } = found.samples;
    assert.ok(trained > 0 && validation >= 0);
    const { images, labels, indices } = found.thumbnails!;
    assert.deepEqual(images.shape, [7, 1, 28, 28]);
    assert.deepEqual(labels, [...'0123456']);
    const { sample } = await client.request('inspect', {
      notebook,
      network: 'Net',
      split: 'train',
      index: indices[4],
    });
    assert.equal(labels[4], sample!.label);
    assert.deepEqual(floats(images).slice(4 * 784, 5 * 784), floats(sample!.input));
  });

  it('shows images beside what a training makes of them', async () => {
    const client = await open();
    const cells = [
      dataCell.replace('}', 'augment flip(probability: 1)\n}'),
      networkCell,
      trainCell(),
    ];
    const notebook = workspace.notebook(cells);
    const found = await client.request('describe', { notebook, data: 'digits', thumbnails: 1 });
    const [plain, mirrored] = [0, 1].map((i) =>
      floats(found.augmented!.images).slice(784 * i, 784 * (i + 1)),
    );
    assert.deepEqual(floats(found.thumbnails!.images), plain);
    assert.notDeepEqual(mirrored, plain);
    for (let row = 0; row < 28; row++)
      assert.deepEqual(
        mirrored.slice(28 * row, 28 * (row + 1)),
        plain.slice(28 * row, 28 * (row + 1)).reverse(),
      );
  });
});
