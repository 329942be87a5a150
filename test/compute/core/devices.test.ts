import assert from 'node:assert/strict';
import { softwareVulkan } from '../../host/vulkan';
import { bundles, cores, finish, train, values, weights, Workspace } from '../support';
import type { CoreError } from '../../../src/compute/wire/error';
import { prepareTraining, type PreparedTraining } from '../../../src/compute/training/trainingRun';
import type { TrainingJob } from '../../../src/compute/training/trainingJob';
import type { RunEvent } from '../../../src/runs/events';

const firstLosses = (events: readonly RunEvent[]): number[] =>
  events
    .flatMap((event) => (event.event === 'step' ? [Number(event.values.loss)] : []))
    .slice(0, 10);

describe('devices', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  /** A user's cache folder without anything in it. */
  const clean = () => ({ XDG_CACHE_HOME: workspace.folder, LOCALAPPDATA: workspace.folder });

  it('are proved by a real product and a real training step', async () => {
    const { devices } = await (await open({ env: clean() })).request('devices', {});
    const cpu = devices.find(({ device }) => device === 'cpu')!;
    assert.ok(cpu.works && cpu.gemm! > 0.1);
    for (const { works, reason, gemm, step } of devices)
      assert.ok(works ? gemm! > 0 && step! > 0 : reason!.length > 0);
  });

  it('that do not work are an error with their name, never replaced silently', async () => {
    const notebook = workspace.notebook();
    const client = await open({ env: { VK_ICD_FILENAMES: '/nowhere' } });
    const { devices } = await client.request('devices', {});
    for (const { device } of devices.filter(({ works }) => !works)) {
      const request = client.request('train', { notebook, action: 0, device });
      await assert.rejects(request, { code: 'device', message: new RegExp(`\`${device}\``) });
    }
  });

  it('are chosen by measuring when left open, once for each network, until forgotten', async () => {
    const notebook = workspace.notebook();
    const start = async () => {
      const client = await open({ env: clean() });
      const { events } = await finish(client, train(notebook, { device: 'auto' }));
      const event = events.find((found) => found.event === 'start')!;
      const chosen = event.measured!.find(({ device }) => device === event.device)!;
      assert.equal(chosen.reason, undefined);
      return { client, event };
    };
    const first = await start();
    assert.equal(first.event.remembered, undefined);
    const second = await start();
    assert.equal(second.event.remembered, true);
    assert.deepEqual(second.event.measured, first.event.measured);
    await second.client.request('devices', { forget: true });
    assert.equal((await start()).event.remembered, undefined);
  });

  it('that take several steps in a run train the same network', async () => {
    const notebook = workspace.notebook();
    const trained = async (steps: string) => {
      const client = await open({ env: { DNN_STEPS_PER_RUN: steps } });
      const { run } = await finish(client, train(notebook));
      return [await values(run), await weights(run)];
    };
    assert.deepEqual(await trained('3'), await trained('1'));
  });

  it('that fail in a run leave it where it can be resumed, and are named', async () => {
    const notebook = workspace.notebook();
    let step = 0;
    const notify = (_: string, event: RunEvent) => {
      if (event.event !== 'step' || event.step !== 5) return;
      step = event.step;
      const { job } = prepared.training as unknown as { job: TrainingJob };
      assert.ok(job.stage.kind === 'steps');
      void job.stage.executor.dispose(); // a device that is gone
    };
    const request = { notebook, action: 0, overrides: {}, device: 'cpu' } as const;
    const prepared: PreparedTraining = await prepareTraining(request, {
      signal: new AbortController().signal,
      notify,
    });
    await assert.rejects(prepared.training.run(), ({ failure }: CoreError) => {
      assert.equal(failure.code, 'device-failed');
      assert.match(failure.message, /`cpu` failed at step 6: /);
      assert.match(failure.hint!, new RegExp(`from step ${step} .*dnn resume ${prepared.run.id}`));
      return true;
    });
    const checkpoint = await prepared.run.newestCheckpoint();
    assert.equal(checkpoint?.state.step, step);
    await prepared.dispose().catch(() => undefined);
  });

  it('agree: the first losses on WebGPU are those on the CPU', async function () {
    const env = softwareVulkan();
    if (!env) {
      console.log('      no software Vulkan driver for this platform');
      return this.skip();
    }
    const notebook = workspace.notebook();
    const overrides = { epochs: '2' };
    const cpu = await finish(await open(), train(notebook, { overrides }));
    const gpu = await finish(await open({ env }), train(notebook, { overrides, device: 'webgpu' }));
    assert.equal(gpu.run.manifest.device, 'webgpu');
    assert.equal(gpu.end.event, 'done');
    const [a, b] = [firstLosses(cpu.events), firstLosses(gpu.events)];
    assert.equal(b.length, 10);
    a.forEach((loss, i) => assert.ok(Math.abs(loss - b[i]) < 1e-3, `step ${i + 1}: ${b[i]}`));
  });
});
