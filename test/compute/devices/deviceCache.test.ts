import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { DeviceCache } from '../../../src/compute/deviceCheck/deviceCache';
import { loadRuntime } from '../../../src/compute/devices/runtime';

const measured = [
  { device: 'cpu', milliseconds: 3.5 },
  { device: 'webgpu', milliseconds: 1.25 },
] as const;

describe('what is remembered of devices', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-memory-'));
    file = join(folder, 'cache', 'devices.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = async () => new DeviceCache(await loadRuntime(), file);

  it('is the choice for a step, and for no other one', async () => {
    await (await open()).keepChoice('step', 'webgpu', measured);
    const found = await (await open()).choice('step');
    assert.equal(found?.device, 'webgpu');
    assert.deepEqual(found.measured, measured);
    assert.equal(await (await open()).choice('another'), undefined);
  });

  it('is whether a device works, for a while', async () => {
    const memory = await open();
    assert.equal(await memory.state('cuda'), undefined);
    await memory.keepState('cuda', 'no driver');
    assert.equal((await memory.state('cuda'))?.reason, 'no driver');
    await memory.keepState('cuda');
    assert.ok(await memory.state('cuda'));
    assert.equal((await memory.state('cuda'))?.reason, undefined);
    const old = readFileSync(file, 'utf8').replace(/"time":\d+/, '"time":1000');
    writeFileSync(file, old);
    assert.equal(await memory.state('cuda'), undefined);
  });

  it('depends on the machine: on the number of threads, say', async () => {
    await (await open()).keepChoice('step', 'cpu', measured);
    const before = process.env.DNN_THREADS;
    process.env.DNN_THREADS = '61';
    try {
      assert.equal(await (await open()).choice('step'), undefined);
    } finally {
      if (before === undefined) delete process.env.DNN_THREADS;
      else process.env.DNN_THREADS = before;
    }
  });

  it('is forgotten when asked for', async () => {
    const memory = await open();
    await memory.keepChoice('step', 'cpu', measured);
    await memory.forget();
    assert.equal(await memory.choice('step'), undefined);
  });

  for (const content of ['', '{"choices":[{"key":1}],"states":[]}', 'null'])
    it(`is nothing when the file is damaged: ${content}`, async () => {
      const memory = await open();
      await memory.keepChoice('step', 'cpu', measured);
      writeFileSync(file, content);
      assert.equal(await memory.choice('step'), undefined);
      await memory.keepChoice('step', 'cpu', measured);
      assert.equal((await memory.choice('step'))?.device, 'cpu');
    });
});
