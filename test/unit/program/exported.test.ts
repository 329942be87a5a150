import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, exportedModel } from '../../../src/compute/export/exportedModel';
import { initialize } from '../../../src/network/initialize';
import { networkHash, networkKey } from '../../../src/network/networkHash';
import type { Network } from '../../../src/network/network';
import { buildExport } from '../../../src/learning/exportGraph';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { FileError } from '../../../src/program/imported';
import { modelFiles } from '../../../src/program/modelFiles';
import { networkPayload } from '../../../src/views/network';

const data = 'data d {\n  source digits\n  normalize standard\n}';
const networkA = (units = 20, from = '') =>
  from
    ? `network A from "${from}"`
    : `network A {\n  input image[1, 28, 28]\n  E: dense(${units}) tanh\n  output: dense(10) softmax\n}`;
const trained = 'train A on d';
const written = 'export A to "a.onnx"';
const networkB = 'network B from "a.onnx"';
const above = [data, networkA(), trained, written];

type Files = Readonly<Record<string, Uint8Array>>;

/** The file as an `export` of a network writes it, with parameters of its own. */
function fileOf(cells: readonly string[], name = 'A', files: Files = {}): Uint8Array {
  const network = analyzed(cells, files).networks.get(name) ?? assert.fail(`${name} is unknown`);
  return writeModel(buildExport(network, { mean: [0.1], scale: [3] }, {}).graph, {
    name,
    readable: true,
    initializers: initialize(network, 7),
    metadata: { [networkKey]: networkHash(network) },
  });
}

function analyzed(cells: readonly string[], files: Files = {}) {
  const program = analyze(cells, {
    readModel(file) {
      if (file in files) return files[file];
      throw new FileError('missing-file', `cannot find ${file}`);
    },
  });
  const findings = program.diagnostics.map(({ code, message, location }) => ({
    code,
    text: cells[location.cell].slice(location.start, location.end),
    message,
  }));
  return { ...program, findings };
}

/** A network of a notebook without mistakes, and why its file cannot be used yet. */
function known(cells: readonly string[], files: Files = {}, name = 'B') {
  const { findings, networks } = analyzed(cells, files);
  assert.deepEqual(findings, []);
  const network = networks.get(name) ?? assert.fail(`${name} is unknown`);
  return { network, pending: network.source?.pending };
}

const values = ({ layers }: Network) =>
  layers.flatMap(({ parameters }) => parameters.map((one) => one.values?.length));

describe('a network from a file that an export above it writes', () => {
  it('is known before the file is there as it is afterwards: all but the values', () => {
    const cells = [...above, networkB];
    const before = known(cells);
    const after = known(cells, { 'a.onnx': fileOf(above) });
    assert.deepEqual(networkPayload(before.network), networkPayload(after.network));
    assert.deepEqual(values(before.network), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(values(after.network), [20 * 784, 20, 200, 10]);
    assert.equal(after.pending, undefined);
    assert.deepEqual(before.pending, {
      message: '`a.onnx` has not been written yet.',
      hint: 'Run the export above first: `export A to "a.onnx"`.',
    });
  });

  it('is known where layers become single operators with weights in another order', async () => {
    const text =
      'network A {\n  input x[5, 3]\n  lstm(4, output: sequence)\n  gru(3)\n  batch_norm\n  output: dense(2) softmax\n}';
    const network = analyzed([text]).networks.get('A') ?? assert.fail();
    const bytes = bytesOf(await exportedModel({ network, parameters: initialize(network, 7) }));
    const before = known([text, written, networkB]);
    const after = known([text, written, networkB], { 'a.onnx': bytes });
    assert.deepEqual(networkPayload(before.network), networkPayload(after.network));
    assert.ok(after.network.layers.some(({ entry }) => entry.name === 'LSTM'));
  });

  it('can be cut, frozen, gone on with and trained before the file is there', () => {
    const body = '{\n  frozen "E.*"\n  cut "E"\n  output: dense(3) softmax\n}';
    const cells = [...above, `${networkB} ${body}`, 'train B on d', 'export B to "b.onnx"'];
    const { network } = known(cells);
    assert.equal(network.layers.at(-2)?.entry.name, 'Tanh');
    assert.deepEqual(
      network.layers.flatMap(({ parameters }) =>
        parameters.map(({ name, frozen, shape }) => [name, frozen === true, shape]),
      ),
      [
        ['E.weight', true, [20, 784]],
        ['E.bias', true, [20]],
        ['weight', false, [3, 20]],
        ['bias', false, [3]],
      ],
    );
    assert.deepEqual(
      analyzed(cells).actions.map(({ kind }) => kind),
      ['train', 'export', 'train', 'export'],
    );
  });

  it('is what the notebook says, not what an earlier state of it wrote', () => {
    const old = fileOf([networkA(30)]);
    const { network, pending } = known([...above, networkB], { 'a.onnx': old });
    assert.deepEqual(
      network.layers.flatMap(({ parameters }) => parameters.map(({ shape }) => shape[0])),
      [20, 20, 10, 10],
    );
    assert.match(pending?.message ?? '', /holds another `A` than the notebook has now/);
    assert.match(pending?.hint ?? '', /^Train `A` and run the export above first/);
  });

  it('is what a file says that does not tell which network it is', () => {
    const { network } = known(above, {}, 'A');
    const initializers = initialize(network, 7);
    const { graph } = buildExport(network, undefined, {});
    const file = writeModel(graph, { name: 'A', readable: true, initializers });
    const { pending } = known([data, networkA(30), trained, written, networkB], { 'a.onnx': file });
    assert.equal(pending, undefined);
  });

  it('is what the last of several exports above it writes', () => {
    const other = 'network C {\n  input x[4]\n  output: dense(2)\n}\nexport C to "a.onnx"';
    const { network } = known([...above, other, networkB]);
    assert.deepEqual(network.input.shape, [4]);
  });

  it('may come before the network that is exported: definitions have no order', () => {
    const { network } = known([written, networkB, networkA()]);
    assert.deepEqual(network.input.shape, [1, 28, 28]);
  });

  it('is known through several files', () => {
    const chain = [...above, networkB, 'export B to "b.onnx"', 'network C from "b.onnx"'];
    const a = fileOf(above);
    const b = fileOf(chain, 'B', { 'a.onnx': a });
    const rows: [files: Files, isPending: Record<'B' | 'C', boolean>][] = [
      [{}, { B: true, C: true }],
      [{ 'a.onnx': a }, { B: false, C: true }],
      [
        { 'a.onnx': a, 'b.onnx': b },
        { B: false, C: false },
      ],
      // What `b.onnx` was made of will be another one.
      [{ 'b.onnx': b }, { B: true, C: true }],
      [
        { 'a.onnx': fileOf(above.with(1, networkA(30))), 'b.onnx': b },
        { B: true, C: true },
      ],
    ];
    for (const [files, isPending] of rows)
      for (const name of ['B', 'C'] as const) {
        const { network, pending } = known(chain, files, name);
        assert.equal(
          pending !== undefined,
          isPending[name],
          `${name} ${Object.keys(files).join()}`,
        );
        assert.deepEqual(network.outputs[0].shape, [10]);
      }
  });

  it('has no mistake of its own where the exported network has one', () => {
    const { findings, networks } = analyzed([
      networkA().replace('tanh', 'tahn'),
      written,
      networkB,
    ]);
    assert.deepEqual(
      findings.map(({ text }) => text),
      ['tahn'],
    );
    assert.equal(networks.size, 0);
  });

  it('stays what it was for a run, whatever was exported since', () => {
    const old = fileOf([networkA(30)]);
    const { networks } = analyze([...above, networkB], { readModel: () => old, recorded: true });
    assert.equal(networks.get('B')?.source?.pending, undefined);
    assert.deepEqual(networks.get('B')?.layers[3].shape, [30]);
  });

  it('is not guessed where that takes too much', () => {
    const long = 'network A {\n  input x[100000, 3]\n  lstm(4)\n  output: dense(2)\n}';
    const { findings } = analyzed([long, written, networkB]);
    assert.deepEqual(
      findings.map(({ code, text }) => [code, text]),
      [['missing-file', '"a.onnx"']],
    );
    assert.match(findings[0].message, /not known before; run it first/);
  });
});

describe('a network from a file that no export above it writes', () => {
  const below = /`export A to "a\.onnx"` writes it, but below; move it above this network/;
  const rows: [title: string, cells: readonly string[], hint: RegExp][] = [
    ['is an error', [networkB], /^cannot find a\.onnx$/],
    ['is one where the export stands below', [networkA(), networkB, written], below],
    [
      'is one where another file is exported',
      [...above, 'network B from "b.onnx"'],
      /find b\.onnx$/,
    ],
    ['is one where it exports itself', [data, networkA(0, 'a.onnx'), trained, written], /onnx$/],
    ['is one where it exports itself above', [written, networkA(0, 'a.onnx')], /a\.onnx$/],
  ];
  for (const [title, cells, message] of rows) {
    it(title, () => {
      const { findings } = analyzed(cells);
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['missing-file'],
      );
      assert.match(findings[0].message, message);
    });
  }

  it('is what is in the file, though it exports itself', () => {
    const file = fileOf([networkA()]);
    for (const cells of [
      [written, networkA(0, 'a.onnx')],
      [networkA(0, 'a.onnx'), written],
      // Each is from what the other exports.
      [written, 'export B to "b.onnx"', networkA(0, 'b.onnx'), networkB],
    ])
      assert.equal(known(cells, { 'a.onnx': file, 'b.onnx': file }, 'A').pending, undefined);
  });
});

describe('the file of an export', function () {
  let folder = '';
  before(function () {
    if (process.platform === 'win32') return this.skip(); // links take rights there
    folder = mkdtempSync(join(tmpdir(), 'dnn-export-'));
    mkdirSync(join(folder, 'notebook/made'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'notebook/link'));
    symlinkSync('a.onnx', join(folder, 'notebook/alias.onnx'));
    writeFileSync(join(folder, 'elsewhere/data.onnx'), fileOf([networkA(30)]));
  });
  after(() => folder && rmSync(folder, { recursive: true, force: true }));

  const rows: [from: string, to: string, isOne: boolean][] = [
    ['a.onnx', './a.onnx', true],
    ['made/../a.onnx', 'a.onnx', true],
    ['new/a.onnx', 'new/deep/../a.onnx', true],
    ['../notebook/a.onnx', 'a.onnx', true],
    ['NOTEBOOK/a.onnx', 'a.onnx', true],
    ['link/a.onnx', '../elsewhere/a.onnx', true],
    ['alias.onnx', 'a.onnx', true],
    ['a.onnx', 'made/a.onnx', false],
    ['b.onnx', 'a.onnx', false],
  ];
  for (const [from, to, isOne] of rows) {
    it(`${to} ${isOne ? 'is' : 'is not'} ${from}`, () => {
      const notebookFolder = join(folder, 'notebook');
      const file = from.replace('NOTEBOOK', notebookFolder);
      const { networks } = analyze(
        [networkA(), `export A to "${to}"`, `network B from "${file}"`],
        {
          ...modelFiles({ notebookFolder, environment: {} }),
        },
      );
      assert.equal(networks.has('B'), isOne);
    });
  }

  it('is beside the notebook, though one of its name is among the data', () => {
    const { networks } = analyze(
      [networkA(), 'export A to "data.onnx"', 'network B from "data.onnx"'],
      {
        ...modelFiles({
          notebookFolder: join(folder, 'notebook'),
          environment: { DNN_DATA: join(folder, 'elsewhere') },
        }),
      },
    );
    assert.ok(networks.get('B')?.source?.pending);
  });
});
