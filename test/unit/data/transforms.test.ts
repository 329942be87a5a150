import assert from 'node:assert/strict';
import { loadDataset, loadStored, probe } from '../../../src/data/load';
import type { Dataset, SplitName } from '../../../src/data/dataset';
import { openDataset } from '../../../src/data/stored';
import { transforms } from '../../../src/data/transforms';
import { assertDataError, bind, contextIn, folderOf, planOf, removeFolders, rows } from './support';

/** 60 samples of class a, 30 of b, 10 of c, numbered in their only feature. */
const table = Array.from({ length: 100 }, (_, i) => `${i},${i < 60 ? 'a' : i < 90 ? 'b' : 'c'}`);
const names = 'abc';
const classOf = (sample: number) => (sample < 60 ? 0 : sample < 90 ? 1 : 2);
type Given = readonly (readonly [name: string, values?: object])[];
const calls = (...given: Given) =>
  given.map(([name, values = {}]) => bind(transforms, name, { ...values }));
const planWith = (...given: Given) =>
  planOf('csv', { file: 't', target: ['2'], test: 0 }, { transforms: calls(...given) });
const context = () => contextIn(folderOf({ t: table.join('\n') }));
const load = (...given: Given) => loadDataset(planWith(...given), context());

/** Numbers and classes of the samples of a split. */
const samplesOf = (data: Dataset, split: SplitName = 'train') => {
  const { inputs, targets } = rows(data.splits[split], 1, 3);
  return inputs.map(([sample], i) => [sample, targets[i].indexOf(1)] as const);
};
const counts = (samples: readonly (readonly [number, number])[]) =>
  [0, 1, 2].map((label) => samples.filter(([, found]) => found === label).length);

describe('transforms', () => {
  after(removeFolders);

  it('fraction keeps some of each class, the same for the same seed', async () => {
    const tenth = samplesOf(await load(['fraction', { of: 0.1 }]));
    assert.deepEqual(counts(tenth), [6, 3, 1]);
    for (const [sample, label] of tenth) assert.equal(label, classOf(sample));
    assert.deepEqual(samplesOf(await load(['fraction', { of: 0.1 }])), tenth);
    assert.notDeepEqual(samplesOf(await load(['fraction', { of: 0.1, seed: 8 }])), tenth);
    const half = new Set(samplesOf(await load(['fraction', { of: 0.5 }])).map(([x]) => x));
    assert.ok(tenth.every(([sample]) => half.has(sample)));
    assert.deepEqual(counts(samplesOf(await load(['fraction', { of: 0.001 }]))), [1, 1, 1]);
  });

  it('balance drops samples of large classes, or repeats those of small ones', async () => {
    const dropped = samplesOf(await load(['balance']));
    assert.deepEqual(counts(dropped), [10, 10, 10]);
    assert.equal(new Set(dropped.map(String)).size, 30);
    const repeated = samplesOf(await load(['balance', { by: 'repeat' }]));
    assert.deepEqual(counts(repeated), [60, 60, 60]);
    const times = new Map<number, number>();
    for (const [sample] of repeated) times.set(sample, (times.get(sample) ?? 0) + 1);
    for (const [sample, count] of times) assert.equal(count, [1, 2, 6][classOf(sample)]);
  });

  it('label_noise gives exactly a fraction of the training samples another class', async () => {
    const plan = planWith(['label_noise', { fraction: 0.3 }]);
    const data = await loadDataset({ ...plan, validation: 20 }, context());
    const wrong = samplesOf(data).filter(([sample, label]) => label !== classOf(sample));
    assert.equal(wrong.length, 24);
    assert.ok(samplesOf(data, 'validation').every(([sample, label]) => label === classOf(sample)));
    const all = samplesOf(await load(['label_noise', { fraction: 1 }]));
    assert.ok(all.every(([sample, label]) => label !== classOf(sample)));
    const ofA = counts(all.filter(([sample]) => classOf(sample) === 0));
    assert.ok(ofA[0] === 0 && ofA[1] > 15 && ofA[2] > 15, String(ofA));
    const more = samplesOf(await load(['label_noise', { fraction: 0.5 }]));
    const less = samplesOf(await load(['label_noise', { fraction: 0.2 }]));
    less.forEach(([sample, label], i) => {
      if (label !== classOf(sample)) assert.deepEqual(more[i], [sample, label]);
    });
  });

  it('permute moves the pixels of all images alike, and loses none', async () => {
    const plan = planOf('digits', { train: 30, test: 10 });
    const plain = await loadDataset(plan, contextIn('.'));
    const moved = await loadDataset({ ...plan, transforms: calls(['permute']) }, contextIn('.'));
    const images = (data: Dataset, split: SplitName) => rows(data.splits[split], 784, 10);
    /** The values of a pixel in all images tell it from the others. */
    const columns = (data: Dataset) => {
      const all = [...images(data, 'train').inputs, ...images(data, 'test').inputs];
      return Array.from({ length: 784 }, (_, pixel) => String(all.map((image) => image[pixel])));
    };
    assert.notDeepEqual(columns(moved), columns(plain));
    assert.deepEqual(columns(moved).sort(), columns(plain).sort());
    assert.deepEqual(images(moved, 'test').targets, images(plain, 'test').targets);
    const other = calls(['permute', { seed: 8 }]);
    const again = await loadDataset({ ...plan, transforms: other }, contextIn('.'));
    assert.notDeepEqual(columns(again), columns(moved));
  });

  it('permute keeps channels of a pixel together', async () => {
    const record = (first: number) =>
      Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 0 : (i - 1) % 1024 === 5 ? first : 0));
    const files = {
      'cifar10/data_batch_1.bin': record(255),
      'cifar10/test_batch.bin': record(51),
    };
    const plan = { ...planOf('cifar10', {}), transforms: calls(['permute']) };
    const data = await loadDataset(plan, contextIn(folderOf(files)));
    const [image] = rows(data.splits.train, 3072, 10).inputs;
    const place = image.indexOf(1);
    assert.ok(place < 1024 && place !== 5);
    assert.deepEqual([image[place + 1024], image[place + 2048]], [1, 1]);
    assert.equal(rows(data.splits.test, 3072, 10).inputs[0][place + 1024], Math.fround(0.2));
  });

  describe('sequence', () => {
    /** Two images of 2×3 in three channels, numbered by channel, row and column: 100 c + 10 y + x. */
    const places = [0, 1, 2].flatMap((c) =>
      [0, 1].flatMap((y) => [0, 1, 2].map((x) => 100 * c + 10 * y + x)),
    );
    const npy = (descr: string, shape: string, data: Uint8Array) => {
      const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`;
      const head = Buffer.from(`\x93NUMPY\x01\0${String.fromCharCode(header.length)}\0`, 'latin1');
      return Buffer.concat([head, Buffer.from(header), data]);
    };
    const files = {
      x: npy('|u1', '2, 3, 2, 3', Buffer.from([...places, ...places.map((n) => (n + 7) % 256)])),
      y: npy('|u1', '2,', Buffer.of(0, 1)),
    };
    const open = (by: string, more: object = {}) => {
      const plan = planOf('npy', { inputs: 'x', targets: 'y', test: 0 }, more);
      const here = contextIn(folderOf(files));
      const used = { ...plan, transforms: calls(['sequence', { by }]) };
      return Promise.all([loadDataset(used, here), probe(used, here)]);
    };
    const expected = [
      ['rows', [2, 9], (y: number, x: number, c: number) => y * 9 + c * 3 + x],
      ['columns', [3, 6], (y: number, x: number, c: number) => x * 6 + c * 2 + y],
      ['pixels', [6, 3], (y: number, x: number, c: number) => (y * 3 + x) * 3 + c],
    ] as const;
    for (const [by, shape, place] of expected)
      it(`reads images by ${by}`, async () => {
        const [data, known] = await open(by);
        assert.deepEqual([data.inputShape, known?.inputShape], [shape, shape]);
        const [first] = rows(data.splits.train, 18, 2).inputs;
        for (const n of places)
          assert.equal(
            first[place(Math.floor(n / 10) % 10, n % 10, Math.floor(n / 100))],
            Math.fround(n / 255),
          );
      });

    it('is normalized feature by feature', async () => {
      const [{ normalization, splits }] = await open('pixels', { normalize: 'standard' });
      const features = [0, 1, 2].map((c) =>
        rows(splits.train, 18, 2).inputs.flatMap((sample) => sample.filter((_, i) => i % 3 === c)),
      );
      features.forEach((values, c) => {
        const mean = values.reduce((sum, value) => sum + value) / values.length;
        assert.ok(Math.abs(normalization.mean[c] - mean) < 1e-6);
      });
    });

    it('needs images, and leaves none to be moved', async () => {
      const table = planWith(['sequence']);
      await assertDataError(probe(table, context()), 'not-images', '[1]');
      await assertDataError(loadDataset(table, context()), 'not-images', 'Remove the line');
      const turned = {
        ...planOf('digits', { train: 10, test: 0 }),
        transforms: calls(['sequence']),
        augment: [{ name: 'rotate', arguments: { degrees: 5 } }],
      };
      await assertDataError(probe(turned, contextIn('.')), 'not-images', '[28, 28]');
    });

    it('leaves the images of the source for other data of it', async () => {
      const plan = planOf('digits', { train: 4, test: 0 });
      const here = contextIn('.');
      const stored = await loadStored({ ...plan, transforms: calls(['sequence']) }, here);
      assert.deepEqual(stored.inputShape, [28, 28]);
      assert.deepEqual((await loadStored(plan, here, stored)).inputShape, [1, 28, 28]);
    });
  });

  it('of samples with a target for each step: fraction keeps whole ones, classes are not looked at', async () => {
    const plan = planOf('digit_stream', { train: 10, test: 0, steps: 40 });
    const here = contextIn('.');
    const some = await loadDataset({ ...plan, transforms: calls(['fraction', { of: 0.3 }]) }, here);
    assert.equal(some.splits.train.count, 3);
    for (const [name, given] of [
      ['balance', {}],
      ['label_noise', { fraction: 0.1 }],
    ] as const) {
      const refused = { ...plan, transforms: calls([name, given]) };
      await assertDataError(probe(refused, here), 'bad-transform', 'a target for each step');
      await assertDataError(loadDataset(refused, here), 'bad-transform', 'Remove the line');
    }
  });

  it('are applied in order', async () => {
    const noise = ['label_noise', { fraction: 0.5 }] as const;
    const first = samplesOf(await load(noise, ['balance']));
    const last = samplesOf(await load(['balance'], noise));
    assert.equal(new Set(counts(first)).size, 1);
    assert.equal(last.filter(([sample, label]) => label !== classOf(sample)).length, 15);
  });

  it('come before normalization is measured', async () => {
    const plan = { ...planWith(['balance', { by: 'repeat' }]), normalization: bindStandard() };
    const { normalization } = await loadDataset(plan, context());
    assert.ok(Math.abs(normalization.mean[0] - (29.5 + 74.5 + 94.5) / 3) < 1e-9);
  });

  it('change the hash, by their values', async () => {
    const given: Given[] = [
      [],
      [['fraction', { of: 0.5 }]],
      [['fraction', { of: 0.6 }]],
      [['permute', { seed: 1 }]],
    ];
    const hashes = await Promise.all(given.map(async (some) => (await load(...some)).hash));
    assert.equal(new Set(hashes).size, given.length);
  });

  it('leave the samples of the source as they are, for other data of it', async () => {
    const source = context();
    const noisy = await loadStored(planWith(['label_noise', { fraction: 1 }], ['permute']), source);
    const plain = await loadStored(planWith(), source, noisy);
    assert.ok(samplesOf(openDataset(plain)).every(([sample, label]) => label === classOf(sample)));
    assert.equal(plain.hash, (await load()).hash);
  });

  it('leave out what is no longer known of the numbers of samples', async () => {
    const known = await probe(planWith(['label_noise', { fraction: 0.1 }]), context());
    assert.deepEqual(known?.samples, { train: 100, test: 0 });
    const less = await probe(planWith(['fraction', { of: 0.1 }]), context());
    assert.deepEqual(less, { inputShape: [1], kind: 'classes', targets: names.length });
  });

  for (const [name, given] of [
    ['label_noise', { fraction: 0.1 }],
    ['balance', {}],
  ] as const) {
    it(`${name} refuses values, as soon as the head of the data is known`, async () => {
      const plan = { ...planOf('csv', { file: 't', test: 0 }), transforms: calls([name, given]) };
      const files = { t: '1,0.5\n2,0.25\n3,0.75\n' };
      const parts = ['bad-transform', `transform ${name}`, 'Remove the line'] as const;
      await assertDataError(probe(plan, contextIn(folderOf(files))), ...parts);
      await assertDataError(loadDataset(plan, contextIn(folderOf(files))), ...parts);
    });
  }
});

const bindStandard = () => planOf('csv', { file: 't' }, { normalize: 'standard' }).normalization;
