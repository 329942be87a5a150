import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { temporaryFolder } from './support';

/** Fills the disk under a run in each of its states, to the last byte, and tells what is there after its end. */
const script = `
  const { appendFileSync, readdirSync, rmSync } = require('node:fs');
  const { join } = require('node:path');
  const { openRun } = require('./src/runs/run');
  const { checkpointAt, description, newRun } = require('./test/unit/runs/support');
  const folder = process.env.FOLDER;
  const fill = () => {
    for (const size of [4096, 512, 1])
      try { for (;;) appendFileSync(join(folder, 'filler'), Buffer.alloc(size)); } catch (error) {}
  };
  (async () => {
    const run = await newRun(description(folder));
    await run.saveCheckpoint(checkpointAt(5));
    for (const reopened of [false, true]) {
      if (reopened) await run.reopen('cpu');
      fill();
      const saving = await run.saveCheckpoint(checkpointAt(6)).catch(({ code }) => code);
      const telling = (() => {
        try { run.append({ event: 'warning', message: 'x'.repeat(9000) }); } catch ({ code }) { return code; }
      })();
      await run.update({ status: 'failed', reason: 'the disk is full' });
      const { manifest } = await openRun(run.folder);
      const { state } = await run.newestCheckpoint();
      const left = readdirSync(run.folder, { recursive: true }).sort();
      console.log(JSON.stringify([saving, telling, manifest.status, manifest.reason, state.step, left]));
      rmSync(join(folder, 'filler'));
    }
  })();`;

describe('a disk that becomes full', () => {
  const folder = temporaryFolder();

  it('leaves a run failed, with the reason, and its last checkpoint, begun or resumed', function () {
    const shell = `mount -t tmpfs -o size=512k tmpfs "$FOLDER" && exec "$0" --require tsx/cjs -e "$1"`;
    const args = ['-rm', 'sh', '-c', shell, process.execPath, script];
    const env = { ...process.env, FOLDER: folder.path, TSX_DISABLE_CACHE: '1' };
    if (spawnSync('unshare', ['-rm', 'true']).status !== 0) return this.skip();
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', env });
    const files = [
      'checkpoints',
      'checkpoints/step-00000005.safetensors',
      'notebook.dnn',
      'run.json',
    ];
    const expected = ['disk-full', 'disk-full', 'failed', 'the disk is full', 5];
    const seen = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown[]);
    assert.equal(seen.length, 2, stderr);
    for (const outcome of seen)
      assert.deepEqual(
        [
          ...outcome.slice(0, 5),
          (outcome[5] as string[]).filter((name) => name !== 'metrics.jsonl'),
        ],
        [...expected, files],
      );
  });
});
