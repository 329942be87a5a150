import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openOn } from '../../../src/compute/devices/openStep';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { call } from '../learning/support';
import { stepOf, trainOn, withDropout } from './steps';

/** Results and all state after 16 steps on the CPU, so many of them in one run. */
async function trained(stepsPerRun: number, optimizer: string) {
  const values = { rate: 0.1, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01 };
  const made = stepOf(withDropout, { optimizer: call(optimizer, values) });
  const runtime = await loadRuntime();
  const executor = await openOn({ runtime, ...made, stepsPerRun }, 'cpu');
  try {
    assert.equal(executor.slots.length, stepsPerRun);
    return { results: await trainOn(executor, 16), state: await executor.read() };
  } finally {
    await executor.dispose();
  }
}

describe('several steps in one run', () => {
  for (const optimizer of ['momentum', 'adam']) {
    it(`give the very numbers of single steps, with ${optimizer}`, async () => {
      const single = await trained(1, optimizer);
      assert.equal(new Set(single.results.map(([[loss]]) => loss)).size, 16);
      for (const stepsPerRun of [3, 5])
        assert.deepEqual(await trained(stepsPerRun, optimizer), single);
    });
  }

  it('keep the state of the last run that succeeded, and name the step that failed', async () => {
    const runtime = await loadRuntime();
    const made = stepOf(withDropout);
    const executor = await openOn({ runtime, ...made, stepsPerRun: 2 }, 'cpu');
    await trainOn(executor, 4);
    const state = await executor.read();
    await executor.dispose(); // a device that is gone
    await assert.rejects(executor.run([0.1, 0.1], 5), {
      code: 'device-failed',
      message: /`cpu` failed at step 5: /,
    });
    assert.deepEqual(await executor.read(), state);
  });
});
