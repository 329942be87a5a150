import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { RunLock } from '../../../src/runs/lock';
import { oldRuns, prune, spareCheckpoints, spareSnapshots } from '../../../src/runs/prune';
import { openRun, type Run } from '../../../src/runs/run';
import { bytesOnDisk } from '../../../src/runs/storage';
import { checkpointAt, description, newRun, temporaryFolder } from './support';

const names = (paths: readonly string[]) => paths.map((path) => basename(path));
const checkpoint = (step: number) => `step-0000000${step}.safetensors`;

describe('freeing space', () => {
  const folder = temporaryFolder();

  /** A run with checkpoints of the steps 2, 5 and 6, the first of which is the best. */
  async function trained(status: 'done' | 'interrupted' | 'failed'): Promise<Run> {
    const run = await newRun(description(folder.path));
    for (let step = 1; step <= 6; step++) await run.saveCheckpoint(checkpointAt(step, 2));
    await run.update({ status });
    return openRun(run.folder);
  }

  it('counts the bytes of a run', async () => {
    const run = await trained('done');
    const files = readdirSync(run.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(run.folder, name)))
      .filter((file) => file.isFile());
    assert.equal(
      await bytesOnDisk(run.folder),
      files.reduce((sum, { size }) => sum + size, 0),
    );
    assert.equal(await bytesOnDisk(join(folder.path, 'nowhere')), 0);
  });

  it('takes the checkpoints of a finished run but the last and the best', async () => {
    const run = await trained('done');
    const [spare, ...others] = await spareCheckpoints([run]);
    assert.deepEqual([names(spare.paths), others], [[checkpoint(5)], []]);
    assert.equal(spare.bytes, statSync(spare.paths[0]).size);
    const before = await bytesOnDisk(run.folder);
    assert.deepEqual(await prune([spare]), [spare]);
    assert.deepEqual(readdirSync(join(run.folder, 'checkpoints')), [checkpoint(2), checkpoint(6)]);
    assert.equal(await bytesOnDisk(run.folder), before - spare.bytes);
    assert.deepEqual(await spareCheckpoints([run]), []);
  });

  it('takes the parameters of earlier steps of a finished run', async () => {
    const run = await trained('done');
    const taken = new Map([[0, checkpointAt(1).tensors]]);
    const before = await bytesOnDisk(run.folder);
    await run.saveSnapshots([0], taken);
    assert.ok((await bytesOnDisk(run.folder)) > before);
    const [spare] = await spareSnapshots([run]);
    assert.deepEqual(names(spare.paths), [checkpoint(0)]);
    await prune([spare]);
    assert.equal(await bytesOnDisk(run.folder), before);
    assert.deepEqual(await spareSnapshots([run]), []);
  });

  for (const status of ['interrupted', 'failed'] as const) {
    it(`takes nothing of a run that was ${status}, which may go on`, async () => {
      const run = await trained(status);
      assert.deepEqual(await spareCheckpoints([run]), []);
      assert.deepEqual(await oldRuns([run], 0), []);
    });
  }

  it('takes nothing of a run that is being trained', async () => {
    const run = await trained('done');
    const removals = [...(await spareCheckpoints([run])), ...(await oldRuns([run], 0))];
    assert.equal(removals.length, 2);
    const lock = await RunLock.take(run.folder);
    assert.deepEqual(await spareCheckpoints([run]), []);
    assert.deepEqual(await oldRuns([run], 0), []);
    assert.deepEqual(await prune(removals), []);
    assert.equal(readdirSync(join(run.folder, 'checkpoints')).length, 3);
    lock.release();
  });

  it('takes no earlier checkpoint for spare when the last one is damaged', async () => {
    const run = await trained('done');
    truncateSync(join(run.folder, 'checkpoints', checkpoint(6)), 100);
    const spare = await spareCheckpoints([run]);
    assert.deepEqual(names(spare.flatMap(({ paths }) => paths)), [checkpoint(6)]);
  });

  it('follows no links', async function () {
    if (process.platform === 'win32') return this.skip();
    const run = await trained('done');
    await run.saveSnapshots([0], new Map([[0, checkpointAt(1).tensors]]));
    const elsewhere = join(folder.path, 'elsewhere');
    renameSync(join(run.folder, 'checkpoints'), elsewhere);
    symlinkSync(elsewhere, join(run.folder, 'checkpoints'));
    renameSync(join(run.folder, 'snapshots'), `${elsewhere}.too`);
    symlinkSync(`${elsewhere}.too`, join(run.folder, 'snapshots'));
    assert.deepEqual(await spareCheckpoints([run]), []);
    assert.deepEqual(await spareSnapshots([run]), []);
    assert.ok((await bytesOnDisk(run.folder)) < 10_000);
  });

  it('takes whole finished runs but the newest of each network, and those of which something is said', async () => {
    const run = async (second: number, network: string, said = {}) => {
      const clock = new Date(Date.UTC(2026, 0, 1, 0, 0, second));
      const made = await newRun({ ...description(folder.path), network }, clock);
      await made.update({ status: 'done' });
      await made.describe(said);
      return made;
    };
    const runs = [
      await run(1, 'A'),
      await run(2, 'A', { tags: ['kept'] }),
      await run(3, 'A'),
      await run(4, 'A'),
      await run(5, 'B'),
    ];
    const removals = await oldRuns(runs, 1);
    assert.deepEqual(
      removals.map(({ run }) => runs.indexOf(run)),
      [2, 0],
    );
    mkdirSync(join(runs[0].folder, 'reports'), { recursive: true });
    writeFileSync(join(runs[0].folder, 'reports', 'a.json'), '{}');
    await prune(removals);
    assert.deepEqual(
      runs.map(({ folder }) => existsSync(folder)),
      [false, true, false, true, true],
    );
  });
});
