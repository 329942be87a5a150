import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import {
  assertDataError,
  contextIn,
  folderOf,
  idxBytes,
  planOf,
  realData,
  removeFolders,
  rows,
} from './support';

const images = idxBytes([3, 1, 2], [0, 255, 51, 102, 153, 204]);
const labels = idxBytes([3], [0, 2, 1]);
const files = {
  'tiny/train-images-idx3-ubyte': images,
  'tiny/train-labels-idx1-ubyte': labels,
  'tiny/t10k-images-idx3-ubyte': idxBytes([1, 1, 2], [255, 0]),
  'tiny/t10k-labels-idx1-ubyte': idxBytes([1], [2]),
};
const folderPlan = planOf('idx', { folder: 'tiny' });
const filePlan = planOf('idx', { images: 'i', labels: 'l' });

describe('source idx', () => {
  after(removeFolders);

  it('reads images as pixels in 0..1 and labels as one-hot rows', async () => {
    const data = await loadDataset(folderPlan, contextIn(folderOf(files)));
    assert.deepEqual(data.inputShape, [1, 1, 2]);
    assert.deepEqual(data.target, { kind: 'classes', names: ['0', '1', '2'] });
    const train = rows(data.splits.train, 2, 3);
    const f = Math.fround;
    assert.deepEqual(train.inputs, [
      [0, 1],
      [f(0.2), f(0.4)],
      [f(0.6), f(0.8)],
    ]);
    assert.deepEqual(train.targets, [
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    assert.deepEqual(rows(data.splits.test, 2, 3), { inputs: [[1, 0]], targets: [[0, 0, 1]] });
    assert.equal(data.splits.train.label(1), 2);
  });

  it('gives the same data from gzip files', async () => {
    const packed = Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]);
    const plain = await loadDataset(folderPlan, contextIn(folderOf(files)));
    const unpacked = await loadDataset(
      folderPlan,
      contextIn(folderOf(Object.fromEntries(packed) as Record<string, Uint8Array>)),
    );
    assert.equal(unpacked.hash, plain.hash);
  });

  it('keeps the channels of images with four dimensions', async () => {
    const folder = folderOf({
      i: idxBytes([2, 3, 1, 1], [1, 2, 3, 4, 5, 6]),
      l: idxBytes([2], [0, 1]),
    });
    const data = await loadDataset(filePlan, contextIn(folder));
    assert.deepEqual(data.inputShape, [3, 1, 1]);
    assert.equal(data.splits.test.count, 0);
  });

  it('takes only the first samples when asked to', async () => {
    const plan = planOf('idx', { folder: 'tiny', train: 2, classes: 3 });
    const data = await loadDataset(plan, contextIn(folderOf(files)));
    assert.equal(data.splits.train.count, 2);
    assert.deepEqual(rows(data.splits.train, 2, 3).targets, [
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('reads more than 256 classes from labels of 16 and 32 bits', async () => {
    const wide = [
      idxBytes([3], [0, 0, 1, 44, 0, 1], 0x0b),
      idxBytes([3], [0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 0, 1], 0x0c),
    ];
    for (const l of wide) {
      const context = contextIn(folderOf({ i: images, l }));
      const plan = planOf('idx', { images: 'i', labels: 'l', classes: 1000 });
      const data = await loadDataset(plan, context);
      assert.equal(data.target.names.length, 1000);
      assert.deepEqual(
        [0, 1, 2].map((sample) => data.splits.train.label(sample)),
        [0, 300, 1],
      );
      assert.equal((await probe(plan, context))?.targets, 1000);
    }
  });

  it('tells shape and classes without reading the images', async () => {
    const folder = folderOf({ i: images.subarray(0, 16), l: labels });
    assert.deepEqual(await probe(filePlan, contextIn(folder)), {
      inputShape: [1, 1, 2],
      kind: 'classes',
      targets: 3,
      samples: { train: 3, test: 0 },
    });
  });

  const bad: [string, Parameters<typeof folderOf>[0], DataErrorCode, ...string[]][] = [
    ['a missing file', { l: labels }, 'missing-file', 'i', 'Looked in', 'DNN_DATA'],
    ['an empty file', { i: '', l: labels }, 'empty', 'i'],
    [
      'a truncated gzip file',
      { i: gzipSync(images).subarray(0, 20), l: labels },
      'truncated',
      'truncated',
      'Download the file again',
    ],
    [
      'a damaged gzip file',
      { i: Buffer.concat([gzipSync(images).subarray(0, 10), Buffer.alloc(30, 0xff)]), l: labels },
      'bad-format',
      'not valid gzip',
    ],
    [
      'fewer values than announced',
      { i: images.subarray(0, 20), l: labels },
      'truncated',
      '4 of the 6 values its header announces, of the shape [3, 1, 2]',
    ],
    ['a header cut off', { i: images.subarray(0, 9), l: labels }, 'truncated', '9 of 16 bytes'],
    [
      'more values than announced',
      { i: idxBytes([1, 1, 2], [1, 2, 3]), l: labels },
      'bad-format',
      'more than the 2 values',
    ],
    [
      'another kind of file',
      { i: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0]), l: labels },
      'bad-format',
      '89 50 4e 47',
      '00 00 08',
    ],
    [
      'values that are not bytes',
      { i: idxBytes([1, 1, 1], [0, 0, 0, 0], 0x0d), l: labels },
      'bad-format',
      '32-bit floating-point numbers',
    ],
    [
      'labels below zero',
      { i: images, l: idxBytes([3], [0, 0, 255, 255, 0, 1], 0x0b) },
      'label-out-of-range',
      'Label -1 of sample 1',
    ],
    [
      'labels that are not whole',
      { i: images, l: idxBytes([3], new Array<number>(12).fill(0), 0x0d) },
      'bad-format',
      'unsigned bytes or integers',
    ],
    [
      'labels cut off',
      { i: images, l: idxBytes([3], [0, 0, 1, 44, 0], 0x0b) },
      'truncated',
      '2 of the 3',
    ],
    ['no samples', { i: idxBytes([0, 1, 2], []), l: labels }, 'empty', '[0, 1, 2]'],
    [
      'another number of labels',
      { i: images, l: idxBytes([2], [0, 1]) },
      'bad-format',
      '3 images',
      '2 labels',
    ],
    ['images and labels swapped', { i: labels, l: images }, 'bad-format', 'swapped'],
    [
      'a label that stands alone',
      { i: images, l: idxBytes([3], [0, 200, 1]) },
      'label-out-of-range',
      'Label 200 of sample 1',
      'classes: 201',
    ],
  ];
  for (const [what, content, code, ...parts] of bad) {
    it(`reports ${what}`, async () => {
      await assertDataError(loadDataset(filePlan, contextIn(folderOf(content))), code, ...parts);
    });
  }

  it('reports a label beyond the declared classes, with its file and sample', async () => {
    const plan = planOf('idx', { images: 'i', labels: 'l', classes: 2 });
    const loading = loadDataset(plan, contextIn(folderOf({ i: images, l: labels })));
    await assertDataError(loading, 'label-out-of-range', 'Label 2 of sample 1', 'expected 0 to 1');
  });

  it('reports a test label that no training sample has', async () => {
    const folder = folderOf({ ...files, 'tiny/t10k-labels-idx1-ubyte': idxBytes([1], [3]) });
    const loading = loadDataset(folderPlan, contextIn(folder));
    await assertDataError(loading, 'label-out-of-range', 'Label 3 of sample 0', 't10k-labels');
  });

  it('reports test images of another size', async () => {
    const folder = folderOf({
      ...files,
      'tiny/t10k-images-idx3-ubyte': idxBytes([1, 2, 1], [0, 1]),
    });
    await assertDataError(
      loadDataset(folderPlan, contextIn(folder)),
      'bad-format',
      '[2, 1]',
      '[1, 2]',
    );
  });

  it('reports a file missing beside the others', async () => {
    const others = Object.entries(files).filter(([name]) => !name.includes('t10k-labels'));
    const loading = loadDataset(folderPlan, contextIn(folderOf(Object.fromEntries(others))));
    await assertDataError(loading, 'missing-file', 't10k-labels-idx1-ubyte');
  });
});

describe('source idx on MNIST', () => {
  const context = realData('mnist');

  it('has the published label counts, mean and deviation', async () => {
    const data = await loadDataset(
      planOf('idx', { folder: 'mnist' }, { normalize: 'standard' }),
      context,
    );
    const { train, test } = data.splits;
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < train.count; i++) counts[train.label(i) ?? -1]++;
    assert.deepEqual(counts, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert.deepEqual([test.label(0), test.label(1), test.label(2), test.count], [7, 2, 1, 10_000]);
    assert.equal(data.normalization.mean[0].toFixed(4), '0.1307');
    assert.equal((1 / data.normalization.scale[0]).toFixed(4), '0.3081');
  });
});
