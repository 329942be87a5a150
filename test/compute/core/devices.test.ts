import assert from 'node:assert/strict';
import { softwareVulkan } from '../../host/vulkan';
import { bundles, cores, finish, train, Workspace } from '../support';
import type { RunEvent } from '../../../src/runs/events';

const firstLosses = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => (event.event === 'step' ? [Number(event.loss)] : [])).slice(0, 10);

describe('devices', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('are proved by a real product', async () => {
    const { devices } = await (await open()).request('devices', {});
    const cpu = devices.find(({ device }) => device === 'cpu')!;
    assert.ok(cpu.works && cpu.gemm! > 0.1);
    for (const { works, reason, gemm } of devices)
      assert.ok(works ? gemm! > 0 : reason!.length > 0);
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

  it('are chosen by measuring when left open', async () => {
    const { events } = await finish(await open(), train(workspace.notebook(), { device: 'auto' }));
    const start = events.find((event) => event.event === 'start')!;
    const measured = start.measured!.find(({ device }) => device === start.device)!;
    assert.equal(measured.reason, undefined);
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
