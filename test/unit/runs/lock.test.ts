import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RunLock } from '../../../src/runs/lock';
import { openRun } from '../../../src/runs/run';
import { here, isAlive, type Trainer } from '../../../src/runs/trainer';
import { description, newRun, temporaryFolder } from './support';

/** A number no process has any more. */
const gonePid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('the lock of a run', () => {
  const folder = temporaryFolder();
  const since = '2026-01-02T15:04:05.678Z';

  /** Leaves the lock of another process in a folder. */
  function leave(trainer: Trainer | string, run = folder.path): string {
    const lock = join(run, 'lock');
    mkdirSync(lock);
    const content = typeof trainer === 'string' ? trainer : JSON.stringify({ ...trainer, since });
    writeFileSync(join(lock, '00.json'), content);
    return lock;
  }

  it('is one process’s until it is released, and then leaves nothing', async () => {
    const lock = await RunLock.take(folder.path);
    await assert.rejects(RunLock.take(folder.path), (error: Error) => {
      const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC';
      const message = new RegExp(
        `^Process ${process.pid} has been training run .* since ${time}\\.$`,
      );
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(readdirSync(folder.path), ['lock']);
    lock.release();
    assert.deepEqual(readdirSync(folder.path), []);
    const next = await RunLock.take(folder.path);
    lock.release(); // a second time: not the next one’s
    await assert.rejects(RunLock.take(folder.path), { code: 'still-running' });
    next.release();
  });

  const dead: Readonly<Record<string, () => Trainer>> = {
    'a process that is gone': () => ({ pid: gonePid(), host: hostname() }),
    'a process that has given its number to this one': () => ({ ...here(), began: 'before' }),
    'one that could not be removed at the end of a training': () => here(),
  };
  for (const [whose, trainer] of Object.entries(dead)) {
    it(`is broken when it is that of ${whose}`, async () => {
      leave(trainer());
      (await RunLock.take(folder.path)).release();
      assert.deepEqual(readdirSync(folder.path), []);
    });
  }

  it('is broken when it is that of a process nobody has asked how it ended', async function () {
    if (process.platform !== 'linux') return this.skip(); // elsewhere the system does not tell
    const parent = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30']);
    try {
      const line = await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve));
      const pid = Number(line.toString());
      const status = (of: number) => readFileSync(`/proc/${of}/stat`, 'utf8');
      // A shell would ask; the program that takes its place does not.
      while (!status(parent.pid!).includes('(sleep)')) await new Promise(setImmediate);
      process.kill(pid, 'SIGKILL');
      while (!/ Z /.test(status(pid))) await new Promise(setImmediate);
      process.kill(pid, 0); // the number is still there
      assert.equal(isAlive({ pid, host: hostname() }), false);
      const run = await newRun(description(folder.path));
      leave({ pid, host: hostname() }, run.folder);
      assert.equal((await openRun(run.folder)).manifest.status, 'interrupted');
      (await RunLock.take(run.folder)).release();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('of a running process is kept, and its message says what to do where start times are unknown', async () => {
    const { ppid: pid } = process;
    const lock = leave({ pid, host: hostname() });
    await assert.rejects(RunLock.take(folder.path), {
      code: 'still-running',
      message: new RegExp(`^Process ${pid} has been training run .* since 2026-01-02 15:04:05 UTC`),
      hint: `Stop it, or wait until it ends. If that process is no longer training, remove the folder ${lock}.`,
    });
  });

  it('of another computer is kept until the user removes it, as the message says', async () => {
    const lock = leave({ ...here(), pid: gonePid(), host: 'elsewhere' });
    await assert.rejects(RunLock.take(folder.path), {
      code: 'still-running',
      message: / on elsewhere has been training run .* since /,
      hint: `This computer cannot tell whether that process is still running. If it is not, remove the folder ${lock}.`,
    });
    rmSync(lock, { recursive: true });
    (await RunLock.take(folder.path)).release();
  });

  it('that is damaged is named', async () => {
    const lock = leave('{');
    const message = `${join(lock, '00.json')} is damaged.`;
    await assert.rejects(RunLock.take(folder.path), { code: 'unreadable-run', message });
  });

  it('whose place something else has is named', async () => {
    writeFileSync(join(folder.path, 'lock'), '');
    const message = `${join(folder.path, 'lock')} cannot be replaced.`;
    await assert.rejects(RunLock.take(folder.path), { code: 'write-failed', message });
  });

  it('goes to one of many that break an old one at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      leave({ pid: 2 ** 22 + 1, host: hostname() });
      const takers = Array.from({ length: 8 }, () => RunLock.take(folder.path));
      const results = await Promise.allSettled(takers);
      const taken = results.flatMap((result) =>
        result.status === 'fulfilled' ? result.value : [],
      );
      const codes = results.flatMap((result) =>
        result.status === 'rejected' ? (result.reason as { code: string }).code : [],
      );
      assert.equal(taken.length, 1, `round ${round}`);
      assert.deepEqual(codes, Array<string>(7).fill('still-running'));
      assert.deepEqual(readdirSync(folder.path), ['lock']);
      taken[0].release();
    }
  });

  it('half made by a process that was killed is removed by a later one', async () => {
    const making = `
      const { mkdirSync } = require('node:fs');
      const { temporaryFor } = require('./src/runs/temporary');
      mkdirSync(temporaryFor(process.env.LOCK));`;
    const env = { ...process.env, LOCK: join(folder.path, 'lock') };
    const { status } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', making], { env });
    assert.equal(status, 0);
    assert.match(readdirSync(folder.path).join(), /^lock\..*\.tmp$/);
    const lock = await RunLock.take(folder.path);
    assert.deepEqual(readdirSync(folder.path), ['lock']);
    renameSync(folder.path, `${folder.path}.away`); // a run folder may go
    lock.release();
    renameSync(`${folder.path}.away`, folder.path);
    (await RunLock.take(folder.path)).release();
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
