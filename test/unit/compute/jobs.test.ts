import assert from 'node:assert/strict';
import { Jobs } from '../../../src/compute/jobs/jobs';

describe('the jobs of a core', () => {
  const made = () => {
    const told: string[] = [];
    let rests = 0;
    const jobs = new Jobs(
      (id, event) => told.push(`${id} ${event.event}`),
      () => rests++,
    );
    return { jobs, told, rests: () => rests };
  };
  const stopped = ({ signal }: { signal: AbortSignal }) =>
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('so far')));

  it('end early with what they have, and tell under their id', async () => {
    const { jobs, told, rests } = made();
    const result = jobs.run('a', (surroundings) => {
      surroundings.notify({ event: 'progress', doing: 'Waiting', step: 1, steps: 2 });
      return stopped(surroundings);
    });
    assert.ok(jobs.busy);
    assert.equal(await jobs.stop('a'), true);
    assert.equal(await result, 'so far');
    assert.deepEqual(told, ['a progress']);
    assert.equal(await jobs.stop('a'), false);
    assert.deepEqual([jobs.busy, rests()], [false, 1]);
  });

  it('that fail are over, and stopping them throws nothing', async () => {
    const { jobs, rests } = made();
    const failing = jobs.run('a', async (surroundings) => {
      await stopped(surroundings);
      throw new Error('broken');
    });
    const failed = assert.rejects(failing, /broken/);
    await jobs.stopAll();
    await failed;
    assert.deepEqual([jobs.all, rests()], [[], 1]);
  });

  it('let a core rest when what was being prepared has failed', async () => {
    const { jobs, rests } = made();
    await assert.rejects(
      jobs.prepare(() => Promise.reject(new Error('no data'))),
      /no data/,
    );
    assert.deepEqual([jobs.busy, rests()], [false, 1]);
  });

  it('keep a core busy while one computes, not while it waits', () => {
    const { jobs, rests } = made();
    let isBusy = true;
    const abort = new AbortController();
    jobs.begin({ id: 'a', abort, isBusy: () => isBusy, result: Promise.resolve() });
    jobs.checkIdle();
    assert.deepEqual([jobs.busy, rests()], [true, 0]);
    isBusy = false;
    jobs.checkIdle();
    assert.deepEqual([jobs.busy, rests()], [false, 1]);
  });
});
