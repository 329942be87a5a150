import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { differenceFrom } from '../../../src/compute/export/compare';
import { writeClients } from '../../../src/compute/export/clients/writeClients';
import { Drafts } from '../../../src/compute/export/drafts';
import { exportedModel } from '../../../src/compute/export/exportedModel';
import { writeExport } from '../../../src/compute/export/writeExport';
import { loadDataset } from '../../../src/data/load';
import { initialize } from '../../../src/network/initialize';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { separateData } from '../../../src/onnx/separateData';
import { analyze } from '../../../src/program/analyze';
import { modelFiles } from '../../../src/program/modelFiles';
import { formatBytes } from '../../../src/text/numbers';
import { plainText } from '../../../src/views/resultView';
import { exportMarkdown, exportedView } from '../../../src/views/results/exported';
import { hasPythonRuntime, runPeer } from '../onnx/peers';
import { repository } from '../support';

const program = analyze([
  'data digits {\n  source digits(train: 200, test: 50, seed: 1)\n  split validation 50\n  batch 50\n}',
  'network Net {\n  input image[1, 28, 28]\n  C1: conv(6, kernel: 5) relu\n  S2: max_pool(2)\n  F3: dense(40) relu\n  output: dense(10) softmax\n}',
]);
const network = program.networks.get('Net')!;
const exportable = {
  network,
  parameters: initialize(network, 1),
  metadata: { classes: '["a","b"]' },
};

/** Bytes that a file takes here, where it is 2 GiB otherwise. */
const most = 10_000;

describe('a model that one file does not hold', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dnn-beside-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const there = () => readdirSync(folder).sort();
  const write = (options = { most }) =>
    writeExport(exportable, at('net.onnx'), {}, undefined, options);
  const read = (name: string) =>
    modelFiles({ notebookFolder: folder, environment: {} }).readModel(name, 'beside');

  /** Where a model says that the data of its tensors are. */
  const placesIn = (name: string) =>
    fromBinary(ModelProtoSchema, readFileSync(at(name))).graph!.initializer.map((tensor) => ({
      name: tensor.name,
      inside: tensor.rawData.length,
      ...Object.fromEntries(tensor.externalData.map(({ key, value }) => [key, value])),
    }));

  it('has tensors of a kilobyte and more in a file beside it, each at the beginning of a page', async () => {
    const { file, data, bytes } = await write();
    assert.deepEqual([file, data], [at('net.onnx'), at('net.onnx.data')]);
    assert.deepEqual(there(), ['net.onnx', 'net.onnx.data']);
    assert.equal(bytes, statSync(file).size + statSync(data!).size);
    assert.deepEqual(
      placesIn('net.onnx').filter((place) => 'location' in place || place.inside >= 40),
      [
        // 6 · 5 · 5, 864 · 40 and 10 numbers of 4 bytes.
        { name: 'C1.weight', inside: 600 },
        { name: 'F3.weight', inside: 0, location: 'net.onnx.data', offset: '0', length: '138240' },
        { name: 'F3.bias', inside: 160 },
        {
          name: 'output.weight',
          inside: 0,
          location: 'net.onnx.data',
          offset: '139264',
          length: '1600',
        },
        { name: 'output.bias', inside: 40 },
      ],
    );
    assert.equal(statSync(data!).size, 139264 + 1600);
  });

  it('is read with it, the same as one file', async () => {
    await write();
    await writeExport(exportable, at('whole.onnx'));
    assert.equal(existsSync(at('whole.onnx.data')), false);
    const [apart, whole] = ['net.onnx', 'whole.onnx'].map((name) => importNetwork(read(name)));
    assert.deepEqual(apart.parameters, whole.parameters);
    assert.ok((await differenceFrom(exportable, {}, at('net.onnx'))) <= 1e-5);
  });

  it('is accepted by ONNX’s checker, and run by ONNX Runtime for Python', async function () {
    if (!hasPythonRuntime()) return this.skip();
    await write();
    assert.equal(runPeer('check.py', at('net.onnx')), 'valid\n');
    const [input, output] = ['image', 'probabilities'];
    const cases = [
      { file: 'net.onnx', input, output, shapes: [[1, 1, 28, 28]], x: [Array(784).fill(0.5)] },
    ];
    writeFileSync(at('cases.json'), JSON.stringify(cases));
    const [, answer] = runPeer('read.py', 'onnxruntime', folder).trim().split('\n');
    assert.match(answer, /"y"/);
  });

  it('without that file is refused, and the message names it', async () => {
    await write();
    mkdirSync(at('elsewhere'));
    copyFileSync(at('net.onnx'), at('elsewhere/net.onnx'));
    assert.throws(() => read('elsewhere/net.onnx'), {
      code: 'missing-file',
      message: /is stored in "net\.onnx\.data", which is not there; put it beside the model/,
    });
  });

  it('is so in float16 and in int8, with the scores of both', async () => {
    const half = await writeExport(
      exportable,
      at('half.onnx'),
      { precision: { type: 'float16' } },
      undefined,
      { most },
    );
    assert.ok(half.data && statSync(half.data).size < 75_000);
    const samples = () =>
      loadDataset(program.data.get('digits')!, {
        seed: 1,
        notebookFolder: folder,
        environment: {},
      });
    const form = { precision: { type: 'int8', samples: 50 } } as const;
    const { quantized, data, bytes } = await writeExport(exportable, at('q.onnx'), form, samples, {
      most,
    });
    assert.equal(data, at('q.onnx.data'));
    assert.equal(quantized?.after.bytes, bytes);
    assert.ok(bytes < 50_000 && quantized.before.bytes > 140_000);
    assert.deepEqual(there(), ['half.onnx', 'half.onnx.data', 'q.onnx', 'q.onnx.data']);
  });

  it('takes the place of an older one with its data, which go with it', async () => {
    await write();
    writeFileSync(at('net.onnx.data'), 'old');
    await write();
    assert.equal(statSync(at('net.onnx.data')).size, 139264 + 1600);
    await write({ most: 1e9 });
    assert.deepEqual(there(), ['net.onnx']);
    await write();
    assert.deepEqual(there(), ['net.onnx', 'net.onnx.data']);
  });

  const occupied: readonly (readonly [what: string, make: () => void, message: RegExp])[] = [
    [
      'of something else',
      () => writeFileSync(at('net.onnx.data'), 'mine'),
      /does not belong to net\.onnx/,
    ],
    ['that is empty', () => writeFileSync(at('net.onnx.data'), ''), /is empty/],
    ['that is a link', () => symlinkSync(at('elsewhere'), at('net.onnx.data')), /symbolic link/],
    ['that is a folder', () => mkdirSync(at('net.onnx.data')), /is a folder/],
  ];
  for (const [what, make, message] of occupied)
    it(`does not replace a file ${what}, beside no model or another one`, async () => {
      make();
      await assert.rejects(write(), { code: 'bad-target', message });
      assert.deepEqual(there(), ['net.onnx.data']);
      await write({ most: 1e9 });
      const model = readFileSync(at('net.onnx'));
      await assert.rejects(write(), { code: 'bad-target', message });
      assert.deepEqual(there(), ['net.onnx', 'net.onnx.data']);
      assert.deepEqual(readFileSync(at('net.onnx')), model);
    });

  it('is not there when the export is cancelled, and the older one is', async () => {
    await write();
    const before = readFileSync(at('net.onnx'));
    const abort = new AbortController();
    const drafts = new Drafts(at('net.onnx'), { most, signal: abort.signal });
    const { proto } = await exportedModel(exportable);
    const draft = await drafts.make(proto);
    abort.abort();
    const cancelled = { code: 'cancelled' };
    await assert.rejects(drafts.place(draft), cancelled);
    await assert.rejects(drafts.make(proto), cancelled);
    await drafts.remove();
    assert.deepEqual(there(), ['net.onnx', 'net.onnx.data']);
    assert.deepEqual(readFileSync(at('net.onnx')), before);
  });

  it('has clients that run it; a page, which is one file, is refused by name', async () => {
    const written = await write();
    await assert.rejects(writeClients(written, ['web']), {
      code: 'no-client',
      message: /net\.onnx has its weights in net\.onnx\.data, and a page holds one file/,
    });
    await writeClients(written, ['node', 'python']);
    symlinkSync(join(repository, 'node_modules'), at('node_modules'), 'junction');
    const picture = join(repository, 'media/icon.png');
    const { status, stderr } = spawnSync(process.execPath, [at('net.mjs'), picture], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    if (hasPythonRuntime()) runPeer(at('net.py'), picture);
  });

  it('is told with the file that stays beside it', async () => {
    const exported = { ...(await write()), step: 0 };
    const said = `${formatBytes(exported.bytes)} with net.onnx.data, which stays beside it`;
    for (const text of [
      exportMarkdown(exported, folder).replaceAll('\\', ''),
      plainText(exportedView, exported, folder),
    ])
      assert.ok(text.includes(said), text);
  });

  it('of more than 4 GiB has offsets that no 32 bits hold', () => {
    // A list of sparse arrays: no byte of them is touched.
    const rawData = new Uint8Array(1.5 * 2 ** 30);
    const model = fromBinary(ModelProtoSchema, Uint8Array.of());
    const proto = {
      ...model,
      graph: { initializer: Array(4).fill({ rawData, name: 'w', dims: [], dataType: 1 }) },
    };
    const separated = separateData(proto as unknown as typeof model, 'net.onnx.data')!;
    const last = separated.model.graph!.initializer[3].externalData;
    assert.deepEqual(last.find(({ key }) => key === 'offset')?.value, String(4.5 * 2 ** 30));
  });
});
