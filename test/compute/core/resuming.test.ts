import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreError } from '../../../src/compute/wire/error';
import { openRun } from '../../../src/runs/run';
import { notebookCells } from '../notebooks';
import {
  bundles,
  cores,
  finish,
  resume,
  restingAfter,
  train,
  values,
  weights,
  Workspace,
} from '../support';

describe('going on with a run', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const cells = notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 30'));

  /** A training stopped after its first epoch, and one that was not. */
  async function stopped() {
    const client = await open(restingAfter('epoch', 1));
    const whole = await finish(client, train(workspace.notebook(cells, 'whole.dnn')));
    const { run } = await finish(client, train(workspace.notebook(cells)), (event, id) => {
      if (event.event === 'epoch' && event.epoch === 1) void client.request('stop', { run: id });
    });
    return { client, folder: run.folder, whole: whole.run };
  }

  it('asked for twice at once happens once', async () => {
    const { client, folder, whole } = await stopped();
    const asked = [folder, `${folder}/`].map((name) => finish(client, resume(name)));
    const results = await Promise.allSettled(asked);
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as CoreError).code : 'went on',
    );
    assert.deepEqual(codes.sort(), ['still-running', 'went on']);
    const { run } = await Promise.any(asked);
    assert.deepEqual(await weights(run), await weights(whole));
    assert.deepEqual(await values(run), await values(whole));
  });

  it('is refused while another core does', async () => {
    const { client, folder, whole } = await stopped();
    const other = await open();
    const started = new Promise<void>((resolve) =>
      client.onEvent(({ event }) => event.event === 'start' && resolve()),
    );
    const finishing = finish(client, resume(folder), (event, run) => {
      if (event.event === 'start') void client.request('pause', { run });
    });
    await started;
    await assert.rejects(other.request('resume', { folder }), (error: { failure: object }) => {
      const { code, message } = error.failure as { code: string; message: string };
      assert.equal(code, 'still-running');
      assert.match(message, new RegExp(`^Process ${client.pid} has been training run `));
      return true;
    });
    const [active] = (await client.request('active', {})).runs;
    await client.request('continue', { run: active.run });
    assert.deepEqual(await weights((await finishing).run), await weights(whole));
  });

  it('works in the same core when the disk could not even take how it ended, which is told later', async () => {
    const client = await open();
    const whole = await finish(client, train(workspace.notebook(cells, 'whole.dnn')));
    /** Trains until nothing can be written any more; gives the folder, which is back in its place. */
    const fail = async (): Promise<string> => {
      const notebook = workspace.notebook(cells);
      let folder = '';
      const failed = new Promise<void>((resolve) => {
        const end = client.onEvent(({ event }) => {
          if (event.event === 'error') {
            end();
            resolve();
          }
          if (event.event !== 'checkpoint' || event.step > 8) return;
          renameSync(folder, `${folder}.away`);
          writeFileSync(folder, 'no folder');
        });
      });
      ({ folder } = await train(notebook)(client));
      await failed;
      rmSync(folder);
      renameSync(`${folder}.away`, folder);
      return folder;
    };
    const statusOf = async (folder: string) => (await openRun(folder)).manifest.status;

    const resumed = await fail();
    assert.equal(await statusOf(resumed), 'running');
    const { run } = await finish(client, resume(resumed));
    assert.equal(run.manifest.status, 'done');
    assert.deepEqual(await weights(run), await weights(whole.run));

    const left = await fail();
    // While the core takes the lock to record the end, the run shows as interrupted.
    for (let i = 0; i < 200 && (await statusOf(left)) !== 'failed'; i++) await sleep(100);
    assert.equal(await statusOf(left), 'failed');
    assert.equal(await statusOf(resumed), 'done');
  });

  it('is refused with another notebook than the run was made of', async () => {
    const { client, folder } = await stopped();
    appendFileSync(join(folder, 'notebook.dnn'), '\n');
    await assert.rejects(client.request('resume', { folder }), { code: 'unreadable-run' });
  });
});
