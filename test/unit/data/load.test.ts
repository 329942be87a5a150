import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { loadDataset, probe } from '../../../src/data/load';
import { sources } from '../../../src/data/sources';
import {
  assertDataError,
  contextIn,
  folderOf,
  idxBytes,
  planOf,
  removeFolders,
  rows,
} from './support';

const table = Array.from(
  { length: 40 },
  (_, i) => `${i},${(i * i) % 7},5,${i % 2 ? 'a' : 'b'}`,
).join('\n');
const files = { 't.csv': table };
const options = { file: 't.csv', test: 0 };

describe('loadDataset', () => {
  after(removeFolders);
  const context = (more = {}) => contextIn(folderOf(files), more);

  it('takes the validation samples from the training split, at random by seed', async () => {
    const parts = async (seed: number) => {
      const data = await loadDataset(planOf('csv', options, { validation: 10 }), context({ seed }));
      const { train, validation, test } = data.splits;
      assert.deepEqual([train.count, validation.count, test.count], [30, 10, 0]);
      return [train, validation].map((split) => rows(split, 3, 2).inputs.map((row) => row[0]));
    };
    const [train, validation] = await parts(1);
    assert.deepEqual(
      [...train, ...validation].sort((a, b) => a - b),
      [...Array(40).keys()],
    );
    assert.ok(Math.max(...validation) >= 20 && Math.min(...validation) < 20, 'not a block');
    assert.deepEqual(await parts(1), [train, validation]);
    assert.notDeepEqual(await parts(2), [train, validation]);
  });

  it('refuses a validation split that leaves nothing to train on', () =>
    assertDataError(
      loadDataset(planOf('csv', options, { validation: 40 }), context()),
      'bad-validation',
      'split validation 40',
      'has 40',
    ));

  it('normalizes by mean and deviation of the training split alone; constants stay unscaled', async () => {
    const plan = planOf('csv', options, { validation: 10, normalize: 'standard' });
    const data = await loadDataset(plan, context());
    const { mean, scale } = data.normalization;
    const { inputs } = rows(data.splits.train, 3, 2);
    for (let k = 0; k < 3; k++) {
      const normal = inputs.map((row) => (row[k] - mean[k]) * scale[k]);
      const average = normal.reduce((sum, x) => sum + x, 0) / 30;
      const variance = normal.reduce((sum, x) => sum + (x - average) ** 2, 0) / 30;
      assert.ok(Math.abs(average) < 1e-12, `mean ${average}`);
      assert.ok(Math.abs(variance - (k === 2 ? 0 : 1)) < 1e-12, `variance ${variance}`);
    }
    assert.equal(scale[2], 1);
  });

  it('keeps digits when the mean is large against the deviation', async () => {
    const text = Array.from({ length: 64 }, (_, i) => `${1e6 + (i % 2)},${i % 2}`).join('\n');
    const plan = planOf('csv', options, { normalize: 'standard' });
    const data = await loadDataset(plan, contextIn(folderOf({ 't.csv': text })));
    assert.deepEqual(data.normalization, { mean: [1e6 + 0.5], scale: [2] });
  });

  it('has one mean for each channel of images and each feature of sequences', async () => {
    const rowsOf = Array.from({ length: 10 }, (_, i) => [i, 10, i + 4, 30, 2 * i, 20, i % 2]);
    const folder = folderOf({ 't.csv': rowsOf.map((row) => row.join()).join('\n') });
    const means = async (shape: number[]) => {
      const plan = planOf('csv', { ...options, shape }, { normalize: 'standard' });
      const { mean } = (await loadDataset(plan, contextIn(folder))).normalization;
      return mean.map((x) => Number(x.toFixed(9)));
    };
    const columns = [4.5, 10, 8.5, 30, 9, 20];
    assert.deepEqual(await means([6]), columns);
    assert.deepEqual(await means([3, 2]), [7.333333333, 20]);
    assert.deepEqual(await means([2, 1, 3]), [7.666666667, 19.666666667]);
    assert.deepEqual(await means([6, 1]), [13.666666667]);
  });

  const ranges: [string, Record<string, number>, number, number][] = [
    ['minmax', {}, 0, 1],
    ['range', { low: -1, high: 1 }, -1, 1],
    ['range', { low: 10, high: 20 }, 10, 20],
  ];
  for (const [normalize, range, low, high] of ranges) {
    it(`fills ${low}..${high} by ${normalize}`, async () => {
      const data = await loadDataset(planOf('csv', options, { normalize, range }), context());
      const { mean, scale } = data.normalization;
      const { inputs } = rows(data.splits.train, 3, 2);
      for (let k = 0; k < 3; k++) {
        const values = inputs.map((row) => (row[k] - mean[k]) * scale[k]);
        assert.ok(Math.abs(Math.min(...values) - low) < 1e-9);
        assert.ok(Math.abs(Math.max(...values) - (k === 2 ? low : high)) < 1e-9);
      }
    });
  }

  it('scales by given numbers, one for all or one for each feature', async () => {
    const scaled = (range: Record<string, number[]>) =>
      loadDataset(planOf('csv', options, { normalize: 'scale', range }), context());
    const one = await scaled({ factor: [255] });
    assert.deepEqual(one.normalization, { mean: [0], scale: [255] });
    const three = await scaled({ factor: [1, 2, 3], mean: [5] });
    assert.deepEqual(three.normalization, { mean: [5], scale: [1, 2, 3] });
    await assertDataError(scaled({ factor: [1, 2] }), 'bad-normalization', 'give 1 or 3');
  });

  it('measures images channel by channel, as pixels in 0..1', async () => {
    const folder = folderOf({
      i: idxBytes([2, 2, 1, 1], [0, 51, 255, 51]),
      l: idxBytes([2], [0, 1]),
    });
    const plan = planOf('idx', { images: 'i', labels: 'l' }, { normalize: 'standard' });
    const { mean, scale } = (await loadDataset(plan, contextIn(folder))).normalization;
    assert.deepEqual(mean, [0.5, 0.2]);
    assert.deepEqual(scale, [2, 1]);
  });

  it('hashes what determines the samples', async () => {
    const hash = async (text: string, validation = 0, normalize = 'none') =>
      (
        await loadDataset(
          planOf('csv', options, { validation, normalize }),
          contextIn(folderOf({ 't.csv': text })),
        )
      ).hash;
    const one = await hash(table);
    assert.match(one, /^[0-9a-f]{64}$/);
    assert.equal(await hash(table), one);
    assert.equal(await hash(table, 0, 'standard'), one, 'the samples are the same');
    assert.notEqual(await hash(table.replace('39,2', '39,3')), one, 'a feature');
    assert.notEqual(await hash(table.replace('39,2,5,a', '39,2,5,b')), one, 'a label');
    assert.notEqual(await hash(table.replaceAll('b', 'c')), one, 'a class name');
    assert.notEqual(await hash(table, 1), one, 'the validation split');
  });

  it('gathers samples in any order, repeated too, and refuses numbers outside', async () => {
    const { train } = (await loadDataset(planOf('csv', options), context())).splits;
    fc.assert(
      fc.property(fc.array(fc.nat(39), { maxLength: 60 }), (picked) => {
        const inputs = new Float32Array(picked.length * 3);
        const targets = new Float32Array(picked.length * 2).fill(9);
        train.gather(Int32Array.from(picked), inputs, targets);
        picked.forEach((sample, i) => {
          assert.deepEqual(
            [...inputs.subarray(3 * i, 3 * i + 3)],
            [sample, (sample * sample) % 7, 5],
          );
          assert.deepEqual([...targets.subarray(2 * i, 2 * i + 2)], sample % 2 ? [1, 0] : [0, 1]);
        });
      }),
    );
    for (const sample of [-1, 40]) {
      const gather = () =>
        train.gather(Int32Array.of(sample), new Float32Array(3), new Float32Array(2));
      assert.throws(gather, RangeError);
    }
    const tooSmall = () =>
      train.gather(Int32Array.of(1, 2), new Float32Array(3), new Float32Array(4));
    assert.throws(tooSmall, RangeError);
  });

  it('limits the batch to the training samples', async () => {
    const data = await loadDataset(planOf('csv', options, { validation: 38 }), context());
    assert.equal(data.batch, 2);
  });

  it('reports progress and stops when cancelled', async () => {
    const controller = new AbortController();
    const fractions: number[] = [];
    const loading = loadDataset(
      planOf('digits', { train: 50_000 }),
      contextIn('.', {
        signal: controller.signal,
        progress: (_, fraction) => {
          fractions.push(fraction);
          if (fractions.length === 4) controller.abort();
        },
      }),
    );
    await assert.rejects(loading, { name: 'AbortError' });
    assert.equal(fractions.length, 4);
    assert.ok(
      fractions.every(
        (fraction, i) => fraction >= 0 && fraction < 1 && fraction >= (fractions[i - 1] ?? 0),
      ),
    );
  });
});

describe('the search for files', () => {
  after(removeFolders);
  const at = async (context: Parameters<typeof probe>[1], file = 'set/t.csv') =>
    (await probe(planOf('csv', { file, test: 0 }), context))?.inputShape[0];

  const width = (features: number) => `${'1,'.repeat(features)}a\n${'2,'.repeat(features)}b\n`;

  it('takes the notebook folder, then DNN_DATA in order, then data/ of the workspace, then the cache', async () => {
    const root = folderOf({
      'notebook/own/t.csv': width(1),
      'first/set/t.csv': width(2),
      'second/set/t.csv': width(3),
      'second/only/t.csv': width(4),
      'workspace/data/only/t.csv': width(5),
      'workspace/data/work/t.csv': width(6),
      'cache/dnn-notebook/work/t.csv': width(7),
      'cache/dnn-notebook/cached/t.csv.gz': width(8),
    });
    const folder = (name: string) => join(root, name);
    const context = contextIn(folder('notebook'), {
      workspaceFolder: folder('workspace'),
      environment: {
        DNN_DATA: [folder('first'), folder('second')].join(delimiter),
        XDG_CACHE_HOME: folder('cache'),
        LOCALAPPDATA: folder('cache'),
      },
    });
    assert.equal(await at(context, 'own/t.csv'), 1);
    assert.equal(await at(context, 'set/t.csv'), 2);
    assert.equal(await at(context, 'only/t.csv'), 4);
    assert.equal(await at(context, 'work/t.csv'), 6);
    if (process.platform !== 'darwin') assert.equal(await at(context, 'cached/t.csv'), 8);
    assert.equal(await at(context, folder('second/set/t.csv')), 3, 'an absolute path');
  });

  it('names the places looked at and what to do when there is no such file', async () => {
    const root = folderOf({});
    const context = contextIn(root, {
      environment: { DNN_DATA: join(root, 'elsewhere'), HOME: root },
    });
    const places = [root, join(root, 'elsewhere'), join(root, 'data')];
    await assertDataError(
      at(context, 'set/t.csv'),
      'missing-file',
      'set/t.csv',
      ...places,
      'DNN_DATA',
    );
  });

  it('names an absolute path that does not exist', async () => {
    const file = join(folderOf({}), 'none.csv');
    await assertDataError(at(contextIn('.'), file), 'missing-file', file);
  });
});

describe('the data catalogue', () => {
  it('has a summary, an example that names it and summaries of all parameters', () => {
    for (const entry of sources) {
      assert.ok(entry.summary.endsWith('.'), entry.name);
      assert.ok(entry.example.startsWith(`source ${entry.name}(`), entry.name);
      for (const parameter of Object.values(entry.parameters)) {
        assert.ok(parameter.summary.length > 10, entry.name);
      }
    }
  });
});
