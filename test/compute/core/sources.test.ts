import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CoreError } from '../../../src/compute/wire/error';
import { Random } from '../../../src/random/random';
import { wavBytes } from '../../unit/data/support';
import {
  bundles,
  cores,
  finish,
  restingAfter,
  resume,
  train,
  values,
  weights,
  Workspace,
} from '../support';

type Files = Readonly<Record<string, Uint8Array | string>>;

/** What pyarrow and NumPy have written (`makeTables.py`, `makeArrays.py`). */
const fixture = <T>(name: string) =>
  JSON.parse(readFileSync(join(__dirname, '../../fixtures', name), 'utf8')) as T;
const tables = fixture<{ clouds: string; lz4: string }>('tables.json');
const { sequences } = fixture<{
  sequences: Record<'x' | 'signs' | 'means' | 'archive', string>;
}>('arrays.json');
const bytes = (base64: string) => Buffer.from(base64, 'base64');

const rate = 8000;
/** A recording of a tone of one pitch, of so many frames of 25 ms, 10 ms apart, that begins anywhere in its period. */
const tone = (hertz: number, frames: number, phase = 0, samplesPerSecond = rate) =>
  wavBytes(
    Array.from({ length: Math.round(samplesPerSecond * (0.015 + 0.01 * frames)) }, (_, t) =>
      Math.round(9000 * Math.sin((2 * Math.PI * hertz * t) / samplesPerSecond + phase)),
    ),
    samplesPerSecond,
  );
/** Twelve recordings of 4 to 9 frames of a low tone and as many of a high one, and some of them changed. */
const tones = (changed: Files = {}): Files => ({
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      [`tones/low/${i}.wav`, tone(300 + 5 * i, 4 + (i % 6), i)],
      [`tones/high/${i}.wav`, tone(1500 + 20 * i, 4 + (i % 6), i)],
    ]).flat(1) as [string, Uint8Array][],
  ),
  ...changed,
});

/** A table of steps: whether the value of the step before was positive; none is said of the first of five. */
function signs(rows: number, name: (row: number) => string = () => ''): string {
  const random = new Random(4, 'signs');
  let before = '';
  const lines = Array.from({ length: rows }, (_, row) => {
    const x = random.between(-1, 1);
    const line = [name(row), x.toFixed(3), row % 5 === 0 ? '' : before].join(',');
    before = x > 0 ? 'up' : 'down';
    return line;
  });
  return ['of,x,sign', ...lines].join('\n');
}

interface Case {
  readonly files: Files;
  readonly source: string;
  readonly layers: readonly string[];
  readonly loss?: string;
  readonly described: {
    readonly inputShape: readonly number[];
    readonly names: readonly string[];
    readonly samples: readonly [train: number, validation: number, test: number];
  };
  /** Of the test samples: an accuracy of at least, or a loss of at most. */
  readonly reached: { readonly accuracy: number } | { readonly loss: number };
}

const reader = (classes: number) => ['rnn(8, output: sequence)', `step_dense(${classes}) softmax`];

const cases: Readonly<Record<string, Case>> = {
  'wav, a class for each recording': {
    files: tones(),
    source: 'wav("tones", mels: 12, test: 4)',
    layers: ['rnn(6)', 'dense(2) softmax'],
    described: { inputShape: [9, 12], names: ['high', 'low'], samples: [16, 4, 4] },
    reached: { accuracy: 1 },
  },
  'wav, a class for each frame': {
    files: tones(),
    source: 'wav("tones", mels: 12, per: frame, test_files: ["3", "8"])',
    layers: ['step_dense(2) softmax'],
    described: { inputShape: [9, 12], names: ['high', 'low'], samples: [16, 4, 4] },
    reached: { accuracy: 1 },
  },
  'wav, of another rate, brought to one': {
    files: tones({ 'tones/low/3.wav': tone(300, 5, 0, 16_000) }),
    source: `wav("tones", mels: 12, rate: ${rate}, test_files: ["3"])`,
    layers: ['flatten', 'dense(2) softmax'],
    described: { inputShape: [9, 12], names: ['high', 'low'], samples: [18, 4, 2] },
    reached: { accuracy: 1 },
  },
  parquet: {
    files: { 'clouds.parquet': bytes(tables.clouds) },
    source: 'parquet("clouds.parquet", target: "kind", test: 0.25)',
    layers: ['dense(2) softmax'],
    described: { inputShape: [2], names: ['far', 'near'], samples: [56, 4, 20] },
    reached: { accuracy: 1 },
  },
  'csv, rows in steps': {
    files: { 'signs.csv': signs(302) },
    source: 'csv("signs.csv", features: "x", target: "sign", steps: 5, test: 11)',
    layers: reader(2),
    // 302 rows are 60 sequences and one of two rows, filled up.
    described: { inputShape: [5, 1], names: ['down', 'up'], samples: [46, 4, 11] },
    reached: { accuracy: 0.95 },
  },
  'csv, sequences of several lengths': {
    // Of five and of ten rows, one after the other.
    files: { 'signs.csv': signs(300, (row) => `s${Math.floor(row / 15)}${row % 15 < 5}`) },
    source: 'csv("signs.csv", features: "x", target: "sign", sequence: "of", test: 10)',
    layers: reader(2),
    described: { inputShape: [10, 1], names: ['down', 'up'], samples: [26, 4, 10] },
    reached: { accuracy: 0.95 },
  },
  'npy, a class for each step': {
    files: { 'x.npy': bytes(sequences.x), 'y.npy': bytes(sequences.signs) },
    source: 'npy("x.npy", "y.npy", test: 10)',
    layers: reader(2),
    described: { inputShape: [6, 1], names: ['0', '1'], samples: [46, 4, 10] },
    reached: { accuracy: 1 },
  },
  'npz, a value for each step': {
    files: { 'set.npz': bytes(sequences.archive) },
    source: 'npz("set.npz", inputs: "x", targets: "means", test: 10)',
    layers: ['rnn(8, output: sequence)', 'step_dense(1)'],
    loss: 'mse',
    described: { inputShape: [6, 1], names: ['1'], samples: [46, 4, 10] },
    reached: { loss: 0.01 },
  },
};

interface Refused {
  /** The case whose files are changed. */
  readonly of: keyof typeof cases;
  readonly files?: Files;
  readonly source?: string;
  /** What, where, what to do. */
  readonly told: RegExp;
}

const refused: Readonly<Record<string, Refused>> = {
  'a folder that is not there': {
    of: 'wav, a class for each recording',
    source: 'wav("tunes", mels: 12)',
    told: /^Cannot find a folder tunes\. Looked in:[^]*Put the folder into one of them/,
  },
  'a file that is not there': {
    of: 'parquet',
    source: 'parquet("points.parquet")',
    told: /^Cannot find points\.parquet .*Looked in:[^]*Put the file into one of them/,
  },
  'a recording cut off': {
    of: 'wav, a class for each recording',
    files: { 'tones/high/3.wav': tone(1500, 5).subarray(0, 400) },
    told: /tones.high.3\.wav has 356 of the 1040 bytes of sound .* Download or save it again\.$/,
  },
  'a recording of another rate': {
    of: 'wav, a class for each recording',
    files: { 'tones/low/3.wav': tone(300, 5, 0, 16_000) },
    told: /low.3\.wav has 16,000 samples a second, \S+high.0\.wav 8,000\. .*`rate: 8000`\.$/,
  },
  'a table compressed in another way': {
    of: 'parquet',
    files: { 'clouds.parquet': bytes(tables.lz4) },
    source: 'parquet("clouds.parquet", target: "kind")',
    told: /clouds\.parquet is compressed with LZ4_RAW\. Save it with one of .*SNAPPY/,
  },
  'a feature that is missing': {
    of: 'csv, rows in steps',
    files: { 'signs.csv': signs(302).replace(/\n,\S+,up/, '\n,NaN,up') },
    told: /signs\.csv, line 11, column 2 \(`x`\): the value is missing \(`NaN`\)\. Fill it in/,
  },
  'steps of which too few sequences can be made': {
    of: 'csv, rows in steps',
    source: 'csv("signs.csv", features: "x", target: "sign", steps: 200, test: 11)',
    told: /signs\.csv has 2 sequences; `test: 11` leaves none to train on\. Ask for fewer\.$/,
  },
  'no targets to test on': {
    of: 'csv, rows in steps',
    files: {
      'signs.csv': signs(302)
        .split('\n')
        .map((line, row) => (row > 245 ? line.replace(/up|down/, '') : line))
        .join('\n'),
    },
    told: /^No step of the test split of `table` has a target\. .*`test: 0`\.$/,
  },
  'a number that is missing in an array': {
    of: 'npz, a value for each step',
    source: 'npz("set.npz", inputs: "means", targets: "signs")',
    told: /set\.npz, array `means`, has a missing number \(NaN\) at \[0, 0\]\. Fill it in/,
  },
};

describe('a network learns', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  const put = (files: Files) => {
    for (const [name, content] of Object.entries(files)) {
      const path = join(workspace.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  };
  const notebookOf = (
    { source, layers, loss = 'cross_entropy', described }: Case,
    more: { name?: string; epochs?: number } = {},
  ) =>
    workspace.notebook(
      [
        `data table {\n  source ${source}\n  split validation 4\n  normalize standard\n  batch 8\n}`,
        [
          'network Net {',
          `  input x[${described.inputShape.join(', ')}]`,
          ...layers.slice(0, -1).map((layer) => `  ${layer}`),
          `  output: ${layers.at(-1)}\n}`,
        ].join('\n'),
        `train Net on table {\n  loss ${loss}\n  optimizer adam(rate: 0.02)\n  epochs ${more.epochs ?? 40}\n  seed 3\n}`,
      ],
      more.name,
    );

  for (const [what, each] of Object.entries(cases))
    it(`from ${what}`, async () => {
      put(each.files);
      const notebook = notebookOf(each);
      const client = await open();
      const told = await client.request('describe', { notebook, data: 'table' });
      const { inputShape, names, samples } = each.described;
      const [trained, validation, test] = samples;
      assert.deepEqual(told.inputShape, inputShape);
      assert.deepEqual(told.target.names, names);
      assert.deepEqual(told.samples, { train: trained, validation, test });
      const { end } = await finish(client, train(notebook));
      assert.ok(end.event === 'done', JSON.stringify(end));
      if ('accuracy' in each.reached) assert.ok(end.test!.accuracy >= each.reached.accuracy);
      else assert.ok(end.test!.loss <= each.reached.loss, String(end.test!.loss));
    });

  for (const [what, { of, files, source, told }] of Object.entries(refused))
    it(`is not begun with ${what}`, async () => {
      const each = { ...cases[of], ...(source !== undefined && { source }) };
      put({ ...cases[of].files, ...files });
      const notebook = notebookOf(each);
      const beginning = finish(await open(), train(notebook));
      await assert.rejects(beginning, ({ message, failure }: CoreError) => {
        assert.deepEqual([failure.exit, failure.line], [1, 8], 'of the line of the source');
        assert.match(message, told);
        return true;
      });
    });

  it('from sequences of several lengths, and goes on from a checkpoint to the same bits', async () => {
    const each = cases['csv, sequences of several lengths'];
    put(each.files);
    const client = await open(restingAfter('epoch', 1));
    const whole = await finish(client, train(notebookOf(each, { name: 'whole.dnn' })));
    const { run, end } = await finish(client, train(notebookOf(each)), (event, id) => {
      if (event.event === 'epoch' && event.epoch === 1) void client.request('stop', { run: id });
    });
    assert.ok(end.event === 'done' && end.reason === 'interrupted');
    const resumed = await finish(client, resume(run.folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
    assert.deepEqual(await values(resumed.run), await values(whole.run));
  });
});
