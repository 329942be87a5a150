import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { openOn, writeStep, type StepSetup } from '../../../src/compute/devices/openStep';
import { disagreement, timeStep } from '../../../src/compute/deviceCheck/timing';
import { tryDevice } from '../../../src/compute/deviceCheck/trialProcess';
import { loadRuntime, type Provider } from '../../../src/compute/devices/runtime';
import { fill, stepOf, withDropout } from './steps';

/** A step, an executor of it on the CPU with a batch, and a trial of it on a device. */
async function prepared() {
  const setup: StepSetup = { runtime: await loadRuntime(), ...stepOf(withDropout) };
  const batch = await openOn(setup, 'cpu');
  fill(batch, 1);
  const { step, state } = setup;
  return {
    setup,
    batch,
    trial: async (device: Provider, given = state) => {
      const written = await writeStep({ ...setup, stepsPerRun: 3 }, 'cpu');
      return tryDevice(device, { step, written, state: given, batch });
    },
  };
}

describe('a trial of a device', function () {
  this.timeout(60_000);

  it('computes in another process what this one does', async () => {
    const { setup, batch, trial } = await prepared();
    const expected = await timeStep(batch);
    const found = await trial('cpu');
    assert.ok('values' in found);
    assert.ok(found.milliseconds > 0);
    assert.equal(expected.values.length, setup.step.measures.length);
    assert.deepEqual(found.values, expected.values);
    assert.equal(disagreement(setup.step.measures, found, expected), undefined);
    await batch.dispose();
  });

  it('finds other numbers than the CPU’s', async () => {
    const { setup, batch, trial } = await prepared();
    const expected = await timeStep(batch);
    const other = new Map([...setup.state].map(([key, data]) => [key, data.map((x) => x * 1.1)]));
    const found = await trial('cpu', other);
    assert.ok('values' in found);
    assert.match(disagreement(setup.step.measures, found, expected)!, /the CPU computes/);
    await batch.dispose();
  });

  it('says why a device does not work, and what it needs', async () => {
    const { batch, trial } = await prepared();
    const absent = process.platform === 'darwin' ? 'cuda' : 'coreml';
    const found = await trial(absent);
    assert.ok('reason' in found && found.reason.length > 0);
    await batch.dispose();
  });

  it('survives a crash', async function () {
    if (process.platform !== 'linux') return this.skip();
    const { batch, trial } = await prepared();
    const trying = trial('cpu');
    process.kill(await trialProcess(), 'SIGSEGV');
    const found = await trying;
    assert.deepEqual(found, { reason: 'its driver or library crashed (SIGSEGV).' });
    await batch.dispose();
  });
});

/** The process of the trial going on, from the list of all. */
async function trialProcess(): Promise<number> {
  for (;;) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const [parent] =
          /(?<=^PPid:\s*)\d+/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (Number(parent) === process.pid && command.includes('\0trial\0')) return Number(pid);
      } catch {
        // It has ended meanwhile.
      }
    }
    await sleep(5);
  }
}
