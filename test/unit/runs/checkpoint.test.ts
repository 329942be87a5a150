import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { readNewestCheckpoint, writeCheckpoint } from '../../../src/runs/checkpoint';
import { checkpointAt, temporaryFolder } from './support';

describe('checkpoints', () => {
  const folder = temporaryFolder();

  it('come back exactly', async () => {
    const written = { ...checkpointAt(12), best: checkpointAt(3).tensors };
    const file = await writeCheckpoint(folder.path, written);
    assert.equal(file, join(folder.path, 'step-00000012.safetensors'));
    assert.deepEqual(await readNewestCheckpoint(folder.path), { ...written, file });
  });

  it('keep the newest two and the best', async () => {
    for (let step = 1; step <= 6; step++) await writeCheckpoint(folder.path, checkpointAt(step, 2));
    assert.deepEqual(readdirSync(folder.path), [
      'step-00000002.safetensors',
      'step-00000005.safetensors',
      'step-00000006.safetensors',
    ]);
  });

  it('are passed over when damaged: the newest good one wins', async () => {
    await writeCheckpoint(folder.path, checkpointAt(1));
    truncateSync(await writeCheckpoint(folder.path, checkpointAt(2)), 100);
    assert.equal((await readNewestCheckpoint(folder.path))?.state.step, 1);
  });

  it('are looked for again when a training has replaced them meanwhile', async () => {
    for (const step of [1, 2]) await writeCheckpoint(folder.path, checkpointAt(step));
    const reading = readNewestCheckpoint(folder.path);
    for (const step of [3, 4, 5]) await writeCheckpoint(folder.path, checkpointAt(step));
    assert.ok((await reading)!.state.step >= 2);
    symlinkSync(join(folder.path, 'nowhere'), join(folder.path, 'step-00000009.safetensors'));
    assert.equal((await readNewestCheckpoint(folder.path))?.state.step, 5);
  });

  it('are absent from a folder that does not exist', async () => {
    assert.equal(await readNewestCheckpoint(join(folder.path, 'none')), undefined);
  });

  it('leave the earlier one intact when the disk is full', async function () {
    if (process.platform === 'win32') return this.skip();
    await writeCheckpoint(folder.path, checkpointAt(1));
    // A file size limit makes the same writes fail as a full disk does.
    const script = `
      const { writeCheckpoint } = require('./src/runs/checkpoint');
      const tensors = new Map([['w', { shape: [9e6], data: new Float32Array(9e6) }]]);
      const state = { step: 2, epoch: 0, seed: 0, seconds: 0, lossSum: 0, correctSum: 0 };
      writeCheckpoint(process.env.FOLDER, { state, tensors })
        .catch((error) => console.log(error.code, error.message));`;
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 60000; exec "$0" --require tsx/cjs -e "$1"', process.execPath, script],
      { encoding: 'utf8', env: { ...process.env, FOLDER: folder.path } },
    );
    assert.match(stdout, /^disk-full No space left on the disk/, stderr);
    assert.deepEqual(readdirSync(folder.path), ['step-00000001.safetensors']);
    assert.equal((await readNewestCheckpoint(folder.path))?.state.step, 1);
  });
});
