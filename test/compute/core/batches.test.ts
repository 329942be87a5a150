import assert from 'node:assert/strict';
import { DataThread } from '../../../src/compute/batches/dataThread';
import { CoreError } from '../../../src/compute/wire/error';
import { augmentations } from '../../../src/data/augment/augmenter';
import { BatchFeeder, type BatchBuffers, type FeedPlan } from '../../../src/data/feeder';
import { openDataset, type StoredDataset } from '../../../src/data/stored';
import { bind, planOf } from '../../unit/data/support';

const path = __filename;
const plan = planOf('digits', { train: 70, test: 10, seed: 1 }, { validation: 20 });
const batch = 16;
const feed: FeedPlan = {
  seed: 3,
  batch,
  augment: [bind(augmentations, 'rotate', { degrees: 20 })],
  step: 0,
  epoch: 0,
};

/** Arrays for one batch; the random numbers are odd in number. */
const buffers = (): BatchBuffers => ({
  samples: new Float32Array(batch * 784),
  targets: new Float32Array(batch * 10),
  random: new Map([
    ['a', new Float32Array(7)],
    ['b', new Float32Array(33)],
  ]),
});

describe('batches made by another thread', function () {
  this.timeout(20_000);
  let stored: StoredDataset;
  before(async () => {
    stored = await DataThread.load(path, plan, 1);
  });

  it('are those made here, over epochs, bit by bit', async () => {
    const queue = DataThread.feed(stored, plan.location, feed, buffers());
    try {
      const here = new BatchFeeder(openDataset(stored), feed);
      const [expected, found] = [buffers(), buffers()];
      for (let step = 0; step < 20; step++) {
        here.fill(expected);
        if (!queue.ready) await queue.wait();
        queue.take(found);
        assert.deepEqual(found, expected, `step ${step}`);
      }
    } finally {
      await queue.dispose();
    }
  });

  it('go on from any step', async () => {
    const here = new BatchFeeder(openDataset(stored), feed);
    const [expected, found] = [buffers(), buffers()];
    const stepsPerEpoch = 3;
    for (let step = 0; step < 8; step++) {
      here.fill(expected);
      const epoch = Math.floor(step / stepsPerEpoch);
      const queue = DataThread.feed(stored, plan.location, { ...feed, step, epoch }, buffers());
      await queue.wait();
      queue.take(found);
      await queue.dispose();
      assert.deepEqual(found, expected, `step ${step}`);
    }
  });

  it('hold their samples once: threads see the same memory', () => {
    for (const { inputs, targets } of [stored.train, stored.test])
      for (const { buffer } of [inputs, targets]) assert.ok(buffer instanceof SharedArrayBuffer);
    const { train } = openDataset(stored).splits;
    assert.equal(train.count, 50);
  });

  it('split samples that are there anew, as if loaded afresh', async () => {
    const other = planOf(
      'digits',
      { train: 70, test: 10, seed: 1 },
      { validation: 5, normalize: 'standard' },
    );
    const afresh = await DataThread.load(path, other, 2);
    assert.deepEqual(await DataThread.load(path, other, 2, stored), afresh);
    assert.notDeepEqual(afresh.members, stored.members);
  });

  it('fail with the place in the notebook when the thread does', async () => {
    const located = { ...plan.location, start: 17 };
    const tooLarge = { ...feed, batch: batch + 1 };
    const queue = DataThread.feed(stored, located, tooLarge, buffers());
    try {
      const error: unknown = await queue.wait().catch((e: unknown) => e);
      assert.ok(error instanceof CoreError);
      assert.deepEqual([error.failure.exit, error.failure.start], [3, 17]);
    } finally {
      await queue.dispose();
    }
  });

  it('end with an error when the thread ends too soon', async () => {
    const queue = DataThread.feed(stored, plan.location, feed, buffers());
    await queue.wait();
    await queue.dispose();
    const found = buffers();
    while (queue.ready) queue.take(found);
    await assert.rejects(queue.wait(), { code: 'data-thread' });
  });

  it('report data that cannot be loaded at their source', async () => {
    const missing = planOf('cifar10', { folder: 'nowhere' });
    const error: unknown = await DataThread.load(path, missing, 1).catch((e: unknown) => e);
    assert.ok(error instanceof CoreError);
    const { code, exit, cell } = error.failure;
    assert.deepEqual([code, exit, cell], ['missing-file', 1, missing.location.cell]);
  });
});
