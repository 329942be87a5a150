import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { assertDataError, contextIn, folderOf, planOf, removeFolders, rows } from './support';

type Files = Parameters<typeof folderOf>[0];

/** Files as NumPy writes them (`makeArrays.py`). */
const fixtures = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'arrays.json'), 'utf8'),
) as {
  arrays: { name: string; file: string; values: number[] }[];
  objects: string;
  records: string;
  half: string;
  archives: { stored: string; deflated: string };
};
const bytes = (base64: string) => Buffer.from(base64, 'base64');

/** A `.npy` file by its definition. */
function npy(descr: string, shape: readonly number[], data: Uint8Array, fortran = false): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${tuple}), }`;
  const header = `${text.padEnd(117)}\n`;
  const head = Buffer.from('\x93NUMPY\x01\x00\0\0', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), data]);
}
const u1 = (shape: readonly number[], ...values: number[]) =>
  npy('|u1', shape, Buffer.from(values));
const f4 = (shape: readonly number[], ...values: number[]) =>
  npy('<f4', shape, Buffer.from(Float32Array.from(values).buffer));

const load = (files: Files, given: object = {}) =>
  loadDataset(
    planOf('npy', { inputs: 'x.npy', targets: 'y.npy', test: 0, ...given }),
    contextIn(folderOf(files)),
  );
const flat = (values: readonly number[][]) => values.flat();

describe('source npy', () => {
  after(removeFolders);

  for (const { name, file, values } of fixtures.arrays) {
    it(`reads what NumPy writes: ${name}`, async () => {
      const data = await load({ 'x.npy': bytes(file), 'y.npy': u1([2], 0, 1) });
      const pixels = name.startsWith('u1');
      assert.deepEqual(data.inputShape, pixels ? [1, 2, 3] : [2, 3]);
      const { inputs } = rows(data.splits.train, 6, 2);
      assert.deepEqual(
        flat(inputs),
        values.map((value) => Math.fround(pixels ? value / 255 : value)),
      );
    });
  }

  it('takes whole numbers as classes, all else as values', async () => {
    const x = f4([2, 1], 1, 2);
    const classes = await load({ 'x.npy': x, 'y.npy': u1([2, 1], 1, 0) });
    assert.deepEqual(classes.target, { kind: 'classes', names: ['0', '1'] });
    assert.deepEqual(rows(classes.splits.train, 1, 2).targets, [
      [0, 1],
      [1, 0],
    ]);
    const values = await load({ 'x.npy': x, 'y.npy': f4([2, 2], 0.5, 1, -1, 2) });
    assert.deepEqual(values.target, { kind: 'values', names: ['1', '2'] });
    assert.deepEqual(rows(values.splits.train, 1, 2).targets, [
      [0.5, 1],
      [-1, 2],
    ]);
    const forced = await load({ 'x.npy': x, 'y.npy': f4([2], 0, 1) }, { task: 'classes' });
    assert.equal(forced.target.kind, 'classes');
    const numbers = await load({ 'x.npy': x, 'y.npy': u1([2], 9, 7) }, { task: 'values' });
    assert.deepEqual(rows(numbers.splits.train, 1, 1).targets, [[9], [7]]);
  });

  describe('with a target for each step', () => {
    /** Two sequences of three steps with two features. */
    const x = f4([2, 3, 2], ...Array.from({ length: 12 }, (_, i) => i));
    const i1 = (shape: readonly number[], ...values: number[]) =>
      npy('|i1', shape, Buffer.from(Int8Array.from(values).buffer));
    const stepped = async (y: Buffer, given: object = {}, inputs = x) => {
      const files = { 'x.npy': inputs, 'y.npy': y };
      const plan = planOf('npy', { inputs: 'x.npy', targets: 'y.npy', test: 0, ...given });
      const context = contextIn(folderOf(files));
      const [data, known] = [await loadDataset(plan, context), await probe(plan, context)];
      assert.deepEqual(
        [known?.inputShape, known?.kind, known?.steps],
        [data.inputShape, data.target.kind, data.target.steps],
      );
      return data;
    };
    const targetsOf = (data: Awaited<ReturnType<typeof load>>, size: number, width: number) =>
      rows(data.splits.train, size, width).targets;

    it('takes whole numbers for classes, −1 for none', async () => {
      const data = await stepped(i1([2, 3], 0, 1, -1, 1, 1, 0));
      assert.deepEqual(data.target, { kind: 'classes', names: ['0', '1'], steps: 3 });
      assert.deepEqual(targetsOf(data, 6, 9), [
        [1, 0, 1, 0, 1, 1, 0, 0, 0],
        [0, 1, 1, 0, 1, 1, 1, 0, 1],
      ]);
    });

    it('takes all else for values, NaN for none', async () => {
      const one = await stepped(f4([2, 3], 0.5, NaN, 2, 3, 4, 5));
      assert.deepEqual(one.target, { kind: 'values', names: ['1'], steps: 3 });
      assert.deepEqual(targetsOf(one, 6, 6)[0], [0.5, 1, 0, 0, 2, 1]);
      const several = await stepped(f4([2, 3, 2], ...Array.from({ length: 12 }, (_, i) => i / 2)));
      assert.deepEqual(several.target, { kind: 'values', names: ['1', '2'], steps: 3 });
      assert.deepEqual(targetsOf(several, 6, 9)[1], [3, 3.5, 1, 4, 4.5, 1, 5, 5.5, 1]);
      const answers = await stepped(f4([2, 3], 0, 1, NaN, 1, 1, 0));
      assert.deepEqual(answers.target.levels, [0, 1]);
    });

    it('`per: sample` takes the numbers of a row together', async () => {
      const data = await stepped(i1([2, 3], 0, 1, -1, 1, 1, 0), { per: 'sample' });
      assert.deepEqual(data.target, { kind: 'values', names: ['1', '2', '3'] });
    });

    it('`per: step` takes lists of numbers for sequences', async () => {
      const data = await stepped(
        u1([2, 3], 0, 1, 2, 1, 0, 2),
        { per: 'step' },
        f4([2, 3], 1, 2, 3, 4, 5, 6),
      );
      assert.deepEqual([data.inputShape, data.target.steps], [[3], 3]);
    });

    it('are cut into segments, and chosen for the test by whole sequences', async () => {
      const files = { 'x.npy': x, 'y.npy': i1([2, 3], 0, 1, -1, 1, 1, 0) };
      const plan = planOf('npy', { inputs: 'x.npy', targets: 'y.npy', test: 0.5 });
      const context = contextIn(folderOf(files));
      const cut = { ...plan, segments: 2, delay: 1 };
      const { splits, inputShape } = await loadDataset(cut, context);
      assert.deepEqual([inputShape, splits.train.count, splits.test.count], [[2, 2], 2, 2]);
    });

    const wrong: readonly (readonly [string, Buffer, object, DataErrorCode, ...string[]])[] = [
      ['other steps', i1([2, 2], 0, 1, 0, 1), { per: 'step' }, 'bad-format', '[3, 2]', '[2, 2]'],
      [
        'labels below −1',
        i1([2, 3], 0, 1, -2, 1, 1, 0),
        {},
        'label-out-of-range',
        'step 2 of sample 0',
        'or −1',
      ],
      [
        'classes that are missing',
        i1([2, 3], 0, 5, -1, 1, 1, 0),
        {},
        'label-out-of-range',
        'step 1 of sample 0',
      ],
      [
        'infinite values',
        f4([2, 3], 0, Infinity, 0, 0, 0, 0),
        {},
        'bad-format',
        'infinite',
        'at [0, 1]',
      ],
      [
        'several labels',
        i1([2, 3, 2], ...Array<number>(12).fill(1)),
        { task: 'classes' },
        'bad-format',
        'one label for each step',
      ],
    ];
    for (const [what, y, given, code, ...parts] of wrong)
      it(`reports ${what}`, () =>
        assertDataError(load({ 'x.npy': x, 'y.npy': y }, given), code, ...parts));
  });

  it('moves channels to the front', async () => {
    const x = u1([2, 2, 2, 3], ...Array.from({ length: 24 }, (_, i) => i));
    const data = await load({ 'x.npy': x, 'y.npy': u1([2], 0, 1) });
    assert.deepEqual(data.inputShape, [3, 2, 2]);
    const first = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11];
    assert.deepEqual(
      flat(rows(data.splits.train, 12, 2).inputs),
      [...first, ...first.map((value) => value + 12)].map((value) => Math.fround(value / 255)),
    );
  });

  it('gives samples another shape', async () => {
    const files = { 'x.npy': f4([1, 4], 1, 2, 3, 4), 'y.npy': f4([1], 1) };
    assert.deepEqual((await load(files, { shape: [1, 2, 2] })).inputShape, [1, 2, 2]);
    await assertDataError(load(files, { shape: [3] }), 'bad-format', '[4]', '[3]');
  });

  it('knows up to 65,536 classes', async () => {
    const y = npy('<i4', [2], Buffer.from(Int32Array.from([0, 40_000]).buffer));
    const data = await load({ 'x.npy': u1([2], 1, 2), 'y.npy': y }, { classes: 50_000 });
    assert.equal(data.target.names.length, 50_000);
    assert.equal(data.splits.train.label(1), 40_000);
  });

  it('chooses test samples, or takes arrays for them', async () => {
    const x = f4([10, 1], ...Array.from({ length: 10 }, (_, i) => i));
    const y = u1([10], 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    const chosen = await load({ 'x.npy': x, 'y.npy': y }, { test: 0.3 });
    const part = (split: 'train' | 'test') => flat(rows(chosen.splits[split], 1, 2).inputs);
    assert.deepEqual([...part('train'), ...part('test')].sort(), [...Array(10).keys()]);
    assert.equal(part('test').length, 3);
    const files = { 'x.npy': x, 'y.npy': y, 'a.npy': f4([1, 1], 7), 'b.npy': u1([1], 1) };
    const given = await load(files, { test_inputs: 'a.npy', test_targets: 'b.npy' });
    assert.deepEqual(rows(given.splits.test, 1, 2), { inputs: [[7]], targets: [[0, 1]] });
    assert.equal(given.splits.train.count, 10);
  });

  it('reads gzip, and tells shape and counts from the headers', async () => {
    const folder = folderOf({
      'x.npy.gz': gzipSync(f4([10, 3, 4], 1)),
      'y.npy': npy('<i8', [10], Buffer.alloc(0)),
    });
    const plan = planOf('npy', { inputs: 'x.npy', targets: 'y.npy', classes: 5 });
    assert.deepEqual(await probe(plan, contextIn(folder)), {
      inputShape: [3, 4],
      kind: 'classes',
      targets: 5,
      samples: { train: 8, test: 2 },
    });
  });

  const x = u1([2, 1], 1, 2);
  const y = u1([2], 0, 1);
  const head = (text: string) => Buffer.from(`\x93NUMPY\x01\x00${text}`, 'latin1');
  const bad: readonly (readonly [string, Files, DataErrorCode, ...string[]])[] = [
    ['a missing file', { 'x.npy': x }, 'missing-file', 'y.npy'],
    ['another file', { 'x.npy': 'a,b', 'y.npy': y }, 'bad-format', 'x.npy is not an array'],
    ['objects', { 'x.npy': bytes(fixtures.objects), 'y.npy': y }, 'bad-format', 'Python objects'],
    ['records', { 'x.npy': bytes(fixtures.records), 'y.npy': y }, 'bad-format', 'numbers (b1'],
    ['half precision', { 'x.npy': bytes(fixtures.half), 'y.npy': y }, 'bad-format', '<f2'],
    ['a cut header', { 'x.npy': x.subarray(0, 60), 'y.npy': y }, 'bad-format', 'within its header'],
    ['a header of nothing', { 'x.npy': head('\x02\0{}'), 'y.npy': y }, 'bad-format', 'header'],
    ['cut numbers', { 'x.npy': x.subarray(0, -1), 'y.npy': y }, 'truncated', '1 of the 2 bytes'],
    ['more numbers', { 'x.npy': u1([2, 1], 1, 2, 3), 'y.npy': y }, 'bad-format', 'more than the 2'],
    ['a huge shape', { 'x.npy': u1([1e9, 1e9], 1), 'y.npy': u1([1e9], 1) }, 'too-large', 'x.npy'],
    ['no samples', { 'x.npy': u1([0, 4]), 'y.npy': u1([0]) }, 'empty', 'x.npy'],
    ['a single number', { 'x.npy': u1([], 4), 'y.npy': y }, 'empty', 'x.npy'],
    [
      'too few targets',
      { 'x.npy': x, 'y.npy': u1([1], 0) },
      'bad-format',
      '2 samples',
      '1 targets',
    ],
    [
      'what is no number',
      { 'x.npy': f4([2, 1], 1, NaN), 'y.npy': y },
      'bad-format',
      'missing number (NaN) at [1, 0]',
    ],
    [
      'labels below zero',
      { 'x.npy': x, 'y.npy': npy('|i1', [2], Buffer.from([0, 255])) },
      'label-out-of-range',
      'Label -1 of sample 1',
    ],
    [
      'labels without end',
      { 'x.npy': x, 'y.npy': npy('<u4', [2], Buffer.from([0, 0, 0, 0, 255, 255, 255, 255])) },
      'label-out-of-range',
      '65,536 classes',
    ],
  ];
  for (const [what, files, code, ...parts] of bad) {
    it(`reports ${what}`, () => assertDataError(load(files), code, ...parts));
  }

  it('reports a test that lacks its targets', () =>
    assertDataError(
      load({ 'x.npy': x, 'y.npy': y }, { test_inputs: 'x.npy' }),
      'missing-file',
      'belong together',
    ));

  it('reports test samples of another shape', () =>
    assertDataError(
      load(
        { 'x.npy': x, 'y.npy': y, 'a.npy': u1([2, 2], 1, 2, 3, 4) },
        { test_inputs: 'a.npy', test_targets: 'y.npy' },
      ),
      'bad-format',
      '[2]',
      '[1]',
    ));
});

describe('source npz', () => {
  after(removeFolders);

  const plan = (given: object = {}) =>
    planOf('npz', {
      file: 'set.npz',
      inputs: 'x_train',
      targets: 'y_train',
      test_inputs: 'x_test',
      test_targets: 'y_test',
      ...given,
    });

  for (const [how, archive] of Object.entries(fixtures.archives)) {
    it(`reads the arrays of an archive: ${how}`, async () => {
      const context = contextIn(folderOf({ 'set.npz': bytes(archive) }));
      const data = await loadDataset(plan(), context);
      assert.deepEqual(data.inputShape, [1, 2, 3]);
      const train = rows(data.splits.train, 6, 3);
      assert.deepEqual(
        flat(train.inputs),
        Array.from({ length: 24 }, (_, i) => Math.fround(i / 255)),
      );
      assert.deepEqual(
        train.targets.map((row) => row.indexOf(1)),
        [0, 2, 1, 2],
      );
      assert.equal(data.splits.test.count, 1);
      assert.deepEqual(await probe(plan(), context), {
        inputShape: [1, 2, 3],
        kind: 'classes',
        samples: { train: 4, test: 1 },
      });
    });
  }

  const good = bytes(fixtures.archives.deflated);
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(good);
    copy[at < 0 ? copy.length + at : at] = value;
    return copy;
  };
  const bad: readonly (readonly [string, Buffer, DataErrorCode, string, object?])[] = [
    ['no archive', Buffer.from('PK'), 'bad-format', 'directory is missing'],
    ['an archive cut off', good.subarray(0, -40), 'bad-format', 'directory'],
    ['a directory elsewhere', changed(-4, 255), 'bad-format', 'not where it should be'],
    ['damaged numbers', changed(90, 1), 'bad-format', 'x_train'],
    ['an array that is not there', good, 'missing-file', '`y_test`', { inputs: 'x' }],
  ];
  for (const [what, file, code, part, given] of bad) {
    it(`reports ${what}`, () =>
      assertDataError(
        loadDataset(plan(given), contextIn(folderOf({ 'set.npz': file }))),
        code,
        part,
      ));
  }

  it('reads no more than the directory announces', async () => {
    const copy = Buffer.from(good);
    const entry = copy.indexOf('PK\x01\x02', 0, 'latin1');
    copy.writeUInt32LE(100, entry + 24);
    const loading = loadDataset(plan(), contextIn(folderOf({ 'set.npz': copy })));
    await assertDataError(loading, 'bad-format', 'set.npz');
  });
});
