import assert from 'node:assert/strict';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { nextSnapshot, snapshotCount, snapshotSteps } from '../../../src/runs/snapshotSteps';
import {
  readSnapshot,
  snapshotsIn,
  writeSnapshots,
  type Snapshot,
} from '../../../src/runs/snapshots';
import { temporaryFolder } from './support';

describe('the steps whose parameters are kept', () => {
  const counts = [1, 2, 3, 4, 7, 16, 33];

  it('are the beginning, powers of two, then evenly spaced ones', () => {
    assert.deepEqual(snapshotSteps(0, 33), [0]);
    assert.deepEqual(snapshotSteps(5, 33), [0, 1, 2, 4]);
    assert.deepEqual(snapshotSteps(200, 33), [0, 1, 2, 4, 8, 16, 32, 64, 128, 192]);
    assert.deepEqual(snapshotSteps(1000, 5), [0, 128, 256, 512]);
    assert.deepEqual(snapshotSteps(1000, 1), [0]);
  });

  it('are never more than asked for, nor too few of a long training', () => {
    for (const most of counts)
      for (const step of [0, 1, 2, 3, 31, 32, 33, 64, 1000, 4095, 4096, 123456, 2 ** 24, 10 ** 9]) {
        const kept = snapshotSteps(step, most);
        assert.ok(kept.length <= most, `${kept.length} of ${most} at ${step}`);
        if (most > 2 && step >= 64 * most) assert.ok(kept.length >= most / 2, `${kept.join()}`);
        assert.deepEqual(
          kept,
          [...new Set(kept)].sort((a, b) => a - b),
        );
        assert.ok(kept.every((each) => each >= 0 && each <= step));
      }
  });

  it('once left out never come back, so that each is taken when it is reached', () => {
    for (const most of counts) {
      let before: readonly number[] = [];
      for (let step = 0; step < 3000; step++) {
        const kept = snapshotSteps(step, most);
        for (const each of kept)
          assert.ok(each === step || before.includes(each), `${each} at ${step} of ${most}`);
        before = kept;
      }
    }
  });

  it('are told ahead', () => {
    for (const most of counts) {
      const taken = Array.from({ length: 3000 }, (_, step) => step).filter((step) =>
        snapshotSteps(step, most).includes(step),
      );
      const told = [0];
      for (let next = nextSnapshot(0, most); next < 3000; next = nextSnapshot(next, most))
        told.push(next);
      assert.deepEqual(told, taken, `of ${most}`);
    }
  });

  it('are fewer where they are large', () => {
    assert.equal(snapshotCount(1000), 33);
    assert.equal(snapshotCount(2 ** 25), 8);
    assert.equal(snapshotCount(2 ** 31), 1);
  });
});

describe('snapshots', () => {
  const folder = temporaryFolder();
  const at = (step: number): Snapshot =>
    new Map([['L.weight', { shape: [2, 1], data: Float32Array.of(step / 3, -step) }]]);
  const taken = (...steps: number[]) => new Map(steps.map((step) => [step, at(step)] as const));

  it('come back exactly', async () => {
    await writeSnapshots(folder.path, [0, 7], taken(0, 7));
    assert.deepEqual(await snapshotsIn(folder.path), [0, 7]);
    assert.deepEqual(await readSnapshot(folder.path, 7), at(7));
    assert.equal(await readSnapshot(folder.path, 8), undefined);
  });

  it('that are not to be kept are neither written nor left', async () => {
    await writeSnapshots(folder.path, [0, 1, 2], taken(0, 1, 2));
    await writeSnapshots(folder.path, [0, 2, 4], taken(3, 4));
    assert.deepEqual(await snapshotsIn(folder.path), [0, 2, 4]);
    assert.equal(readdirSync(join(folder.path, 'snapshots')).length, 3);
  });

  it('are refused when damaged', async () => {
    await writeSnapshots(folder.path, [3], taken(3));
    truncateSync(join(folder.path, 'snapshots', 'step-00000003.safetensors'), 40);
    await assert.rejects(readSnapshot(folder.path, 3), { code: 'bad-checkpoint' });
  });

  it('are absent from a run that has none', async () => {
    assert.deepEqual(await snapshotsIn(folder.path), []);
    assert.equal(await readSnapshot(folder.path, 0), undefined);
  });
});
