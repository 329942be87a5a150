import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from '../../../src/extension/turns';

describe('work that is done in turn', () => {
  it('begins when what was asked for before has ended, however long that takes', async () => {
    const turns = new Turns();
    const told: string[] = [];
    const work = (name: string, milliseconds: number) =>
      turns.run(async () => {
        told.push(`${name} begins`);
        await sleep(milliseconds);
        told.push(`${name} ends`);
        return name;
      });
    assert.deepEqual(await Promise.all([work('a', 20), work('b', 0)]), ['a', 'b']);
    assert.deepEqual(told, ['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is done also behind what failed, which is told who asked', async () => {
    const turns = new Turns();
    const failed = turns.run(() => Promise.reject(new Error('no')));
    const next = turns.run(() => Promise.resolve('yes'));
    await assert.rejects(failed, /no/);
    assert.equal(await next, 'yes');
  });

  it('leaves nothing behind once all is done', async () => {
    const turns = new Turns();
    const first = turns.run(() => Promise.resolve());
    const second = turns.run(() => Promise.reject(new Error('no')));
    await first;
    assert.equal(turns.isIdle, false);
    await assert.rejects(second);
    assert.equal(turns.isIdle, true);
  });
});
