import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, loadStored, probe } from '../../../src/data/load';
import {
  assertDataError,
  contextIn,
  folderOf,
  planOf,
  realData,
  removeFolders,
  rows,
} from './support';

type Files = Parameters<typeof folderOf>[0];

const grey = (height: number, width: number, ...data: number[]) =>
  encode({ width, height, channels: 1, data: Uint8Array.from(data) });
const rgb = (height: number, width: number, ...data: number[]) =>
  encode({ width, height, channels: 3, data: Uint8Array.from(data) });

const split: Files = {
  'pets/train/10/b.png': grey(1, 2, 51, 102),
  'pets/train/10/a.PNG': grey(1, 2, 0, 255),
  'pets/train/9/c.png': grey(1, 2, 153, 204),
  'pets/train/9/notes.txt': 'no image',
  'pets/train/9/.hidden.png': 'no image',
  'pets/val/9/d.png': grey(1, 2, 255, 0),
};
const plan = (more = {}) => planOf('images', { folder: 'pets', ...more });

describe('source images', () => {
  after(removeFolders);

  it('reads classes from the names of folders, and both splits', async () => {
    const context = contextIn(folderOf(split));
    const data = await loadDataset(plan(), context);
    assert.deepEqual(data.inputShape, [1, 1, 2]);
    assert.deepEqual(data.target, { kind: 'classes', names: ['9', '10'] });
    const f = Math.fround;
    assert.deepEqual(rows(data.splits.train, 2, 2), {
      inputs: [
        [0, 1],
        [f(0.2), f(0.4)],
        [f(0.6), f(0.8)],
      ],
      targets: [
        [0, 1],
        [0, 1],
        [1, 0],
      ],
    });
    assert.deepEqual(rows(data.splits.test, 2, 2), { inputs: [[1, 0]], targets: [[1, 0]] });
    assert.deepEqual(await probe(plan(), context), {
      inputShape: [1, 1, 2],
      kind: 'classes',
      targets: 2,
      samples: { train: 3, test: 1 },
    });
  });

  it('chooses test samples where there is no folder for them', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `pets/${i % 2 ? 'cat' : 'dog'}/${i}.png`,
        grey(1, 1, i),
      ]),
    );
    const context = contextIn(folderOf(files));
    const pixels = async (seed: number) => {
      const { splits } = await loadDataset(plan({ test: 0.25, seed }), context);
      const part = (name: 'train' | 'test') =>
        rows(splits[name], 1, 2).inputs.map(([value]) => Math.round(255 * value));
      return { train: part('train'), test: part('test') };
    };
    const one = await pixels(1);
    assert.equal(one.test.length, 5);
    const all = [...one.train, ...one.test].sort((a, b) => a - b);
    assert.deepEqual(all, [...Array(20).keys()]);
    assert.notDeepEqual((await pixels(2)).test, one.test);
  });

  it('brings images to one size and colour', async () => {
    const files = {
      'pets/train/a/1.png': rgb(2, 2, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0),
      'pets/train/b/1.png': grey(3, 3, ...new Array<number>(9).fill(51)),
    };
    const given = { size: [2, 1], colour: 'rgb' };
    const data = await loadDataset(plan(given), contextIn(folderOf(files)));
    assert.deepEqual(data.inputShape, [3, 2, 1]);
    const f = Math.fround(0.2);
    assert.deepEqual(rows(data.splits.train, 6, 2).inputs, [
      [1, 1, 0, 0, 0, 0],
      [f, f, f, f, f, f],
    ]);
    assert.equal(data.splits.test.count, 0);
  });

  it('knows a folder by a link', async () => {
    const folder = folderOf(split);
    symlinkSync(join(folder, 'pets/train/9'), join(folder, 'pets/train/11'));
    const { target } = await loadDataset(plan(), contextIn(folder));
    assert.deepEqual(target.names, ['9', '10', '11']);
  });

  it('tells shape and classes from names and the head of one image', async () => {
    const folder = folderOf({ ...split, 'pets/train/10/b.png': 'damaged' });
    assert.deepEqual((await probe(plan(), contextIn(folder)))?.inputShape, [1, 1, 2]);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const progress = () => controller.abort(new Error('enough'));
    const context = contextIn(folderOf(split), { signal: controller.signal, progress });
    await assert.rejects(loadDataset(plan(), context), /enough/);
  });

  it('notes files and folders, so that a new image is seen', async () => {
    const folder = folderOf(split);
    const { files } = await loadStored(plan(), contextIn(folder));
    const noted = new Set(files.map(({ path }) => path));
    for (const path of ['pets', 'pets/train', 'pets/train/9', 'pets/train/9/c.png', 'pets/val/9']) {
      assert.ok(noted.has(join(folder, path)), path);
    }
  });

  const bad: readonly (readonly [string, Files, DataErrorCode, ...string[]])[] = [
    ['a missing folder', {}, 'missing-file', 'a folder pets', 'DNN_DATA'],
    ['no class folders', { 'pets/a.png': grey(1, 1, 0) }, 'empty', 'images, but no folders'],
    ['a class without images', { ...split, 'pets/train/11/a.gif': '' }, 'empty', 'train/11'],
    [
      'another size',
      { ...split, 'pets/train/9/e.png': grey(2, 1, 0, 0) },
      'bad-format',
      'e.png has [2, 1] pixels, a.PNG [1, 2]',
      'size: [1, 2]',
    ],
    [
      'another colour',
      { ...split, 'pets/train/9/e.png': rgb(1, 2, 0, 0, 0, 0, 0, 0) },
      'bad-format',
      'e.png is in colour, a.PNG grey',
      'colour: grey',
    ],
    ['a damaged image', { ...split, 'pets/train/9/e.png': 'e' }, 'bad-format', 'e.png is neither'],
    [
      'a class of the test alone',
      { ...split, 'pets/val/cat/e.png': grey(1, 2, 0, 0) },
      'label-out-of-range',
      '`cat`',
    ],
  ];
  for (const [what, files, code, ...parts] of bad) {
    it(`reports ${what}`, async () => {
      await assertDataError(loadDataset(plan(), contextIn(folderOf(files))), code, ...parts);
    });
  }

  it('reports a test split that takes all', async () => {
    const folder = folderOf({ 'pets/a/1.png': grey(1, 1, 0), 'pets/b/1.png': grey(1, 1, 0) });
    await assertDataError(
      loadDataset(plan({ test: 2 }), contextIn(folder)),
      'bad-split',
      '2 images',
    );
  });
});

describe('source images on MNIST', () => {
  const context = realData('imagefolder/mnist-png');

  it('reads the digits of ten folders', async () => {
    const given = { folder: 'imagefolder/mnist-png' };
    const data = await loadDataset(planOf('images', given, { normalize: 'standard' }), context);
    assert.deepEqual(data.inputShape, [1, 28, 28]);
    assert.deepEqual(data.target.names, [...'0123456789']);
    assert.deepEqual([data.splits.train.count, data.splits.test.count], [1000, 200]);
    assert.ok(Math.abs(data.normalization.mean[0] - 0.1307) < 0.01);
  });
});
