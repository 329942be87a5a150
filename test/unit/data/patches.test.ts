import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { sources } from '../../../src/data/sources';
import {
  assertDataError,
  bind,
  contextIn,
  folderOf,
  planOf,
  realData,
  removeFolders,
  rows,
} from './support';

type Files = Parameters<typeof folderOf>[0];

/** A picture whose pixels tell where they are: 16·row + column. */
const map = (height: number, width: number, channels: 1 | 3 = 1) =>
  encode({
    width,
    height,
    channels,
    data: Uint8Array.from({ length: height * width * channels }, (_, i) => {
      const pixel = Math.floor(i / channels);
      return 16 * Math.floor(pixel / width) + (pixel % width);
    }),
  });

const files = { 'photos/a.png': map(6, 9), 'photos/b.png': map(12, 4), 'photos/notes.txt': '' };
const small = { folder: 'photos', size: [2, 3], train: 400, test: 50 };
const load = (given: object, folder = folderOf(files)) =>
  loadDataset(planOf('patches', { ...small, ...given }), contextIn(folder));
const bytes = (inputs: number[][]) => inputs.map((row) => row.map((x) => Math.round(255 * x)));

describe('source patches', () => {
  after(removeFolders);

  it('cuts connected patches out of photographs, all places alike', async () => {
    const data = await load({});
    assert.deepEqual(data.inputShape, [1, 2, 3]);
    assert.deepEqual(data.target, { kind: 'classes', names: ['a.png', 'b.png'] });
    const { inputs, targets } = rows(data.splits.train, 6, 2);
    const places = new Map<string, number>();
    bytes(inputs).forEach((patch, i) => {
      const corner = patch[0];
      assert.deepEqual(
        patch,
        [0, 1, 2, 16, 17, 18].map((offset) => corner + offset),
      );
      const place = `${targets[i].indexOf(1)}: ${corner}`;
      places.set(place, (places.get(place) ?? 0) + 1);
    });
    // 5×7 places in a, 11×2 in b, each photograph with half of the patches.
    assert.equal(places.size, 35 + 22);
    const ofA = [...places].filter(([place]) => place.startsWith('0'));
    const count = ofA.reduce((sum, [, times]) => sum + times, 0);
    assert.ok(count > 160 && count < 240, `${count}`);
    assert.equal(data.splits.test.count, 50);
  });

  it('cuts the same first patches whatever the count, and others for another seed', async () => {
    const patches = async (given: object) =>
      rows((await load(given)).splits.train, 6, 2).inputs.slice(0, 100);
    const first = await patches({ train: 100 });
    assert.deepEqual(await patches({ train: 300 }), first);
    assert.notDeepEqual(await patches({ train: 100, seed: 8 }), first);
  });

  it('normalizes brightness, or contrast too, of each patch', async () => {
    const plain = rows((await load({})).splits.train, 6, 2).inputs;
    const mean = rows((await load({ normalize: 'mean' })).splits.train, 6, 2).inputs;
    const contrast = rows((await load({ normalize: 'contrast' })).splits.train, 6, 2).inputs;
    plain.forEach((patch, i) => {
      const average = patch.reduce((sum, x) => sum + x) / 6;
      const variance = patch.reduce((sum, x) => sum + (x - average) ** 2, 0) / 6;
      patch.forEach((x, k) => {
        assert.ok(Math.abs(mean[i][k] - (x - average)) < 1e-6);
        const expected = (x - average) / Math.sqrt(variance + 10 / 65025);
        assert.ok(Math.abs(contrast[i][k] - expected) < 1e-6);
      });
    });
  });

  it('takes colours, or grey', async () => {
    const folder = folderOf({ 'photos/a.png': map(4, 4, 3) });
    const data = await load({ colour: 'rgb' }, folder);
    assert.deepEqual(data.inputShape, [3, 2, 3]);
    const [patch] = bytes(rows(data.splits.train, 18, 1).inputs);
    assert.deepEqual(patch.slice(0, 6), patch.slice(12));
  });

  it('takes the images of another source with their targets, split by split', async () => {
    const of = bind(sources, 'digits', { train: 30, test: 10, seed: 7 });
    const context = contextIn('.');
    const given = { of, size: [28, 28], train: 60, test: 20 };
    const digits = await loadDataset(planOf('digits', of.arguments), context);
    const data = await loadDataset(planOf('patches', given), context);
    for (const split of ['train', 'test'] as const) {
      const all = rows(digits.splits[split], 784, 10);
      const labelOf = new Map(all.inputs.map((image, i) => [String(image), all.targets[i]]));
      const found = rows(data.splits[split], 784, 10);
      found.inputs.forEach((patch, i) => {
        assert.deepEqual(labelOf.get(String(patch)), found.targets[i]);
      });
    }
    assert.deepEqual(await probe(planOf('patches', given), context), {
      inputShape: [1, 28, 28],
      kind: 'classes',
      targets: 10,
      samples: { train: 60, test: 20 },
    });
  });

  it('tells its shape from the head of one photograph', async () => {
    const folder = folderOf({ ...files, 'photos/b.png': 'damaged' });
    assert.deepEqual(await probe(planOf('patches', small), contextIn(folder)), {
      inputShape: [1, 2, 3],
      kind: 'classes',
      targets: 2,
      samples: { train: 400, test: 50 },
    });
  });

  const spirals = bind(sources, 'spirals', {});
  const lonely = { of: bind(sources, 'idx', { images: 'i', labels: 'l' }), folder: undefined };
  const bad: readonly (readonly [string, object, Files, DataErrorCode, ...string[]])[] = [
    ['neither folder nor source', { folder: undefined }, {}, 'missing-file', 'patches(of:'],
    ['both folder and source', { of: spirals }, files, 'missing-file', 'needs a folder'],
    ['a folder without images', {}, { 'photos/a.gif': '' }, 'empty', 'photos holds no images'],
    ['photographs that are too small', {}, { 'photos/a.png': map(2, 2) }, 'bad-format', '[2, 3]'],
    ['a damaged photograph', {}, { 'photos/a.png': 'a' }, 'bad-format', 'a.png'],
    ['samples that are no images', { of: spirals, folder: undefined }, {}, 'not-images', '[2]'],
    ['more than memory holds', { train: 1e11 }, files, 'too-large', 'Ask for fewer'],
    ['a source that is not there', lonely, {}, 'missing-file', 'Cannot find i'],
  ];
  for (const [what, given, content, code, ...parts] of bad) {
    it(`reports ${what}`, () => assertDataError(load(given, folderOf(content)), code, ...parts));
  }
});

describe('source patches on photographs', () => {
  const context = realData('images');

  it('finds neighbouring pixels alike, as natural images have them', async () => {
    const given = { folder: 'images', size: [2, 1], train: 5000 };
    const data = await loadDataset(planOf('patches', given), context);
    const { inputs } = rows(data.splits.train, 2, data.target.names.length);
    const mean = inputs.reduce((sum, [a, b]) => sum + a + b, 0) / 10_000;
    const moment = (f: (row: number[]) => number) =>
      inputs.reduce((sum, row) => sum + f(row), 0) / inputs.length;
    const covariance = moment(([a, b]) => (a - mean) * (b - mean));
    const variance = moment(([a, b]) => ((a - mean) ** 2 + (b - mean) ** 2) / 2);
    assert.ok(covariance / variance > 0.9, `${covariance / variance}`);
  });
});
