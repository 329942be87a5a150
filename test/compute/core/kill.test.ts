import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRun } from '../../../src/runs/run';
import { Random } from '../../../src/random/random';
import { notebookCells } from '../notebooks';
import { bundles, cores, finish, resume, train, weights, Workspace } from '../support';

const kills = 20;

describe('a core killed at random moments', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it(`${kills} times leaves a readable run each time, and the uninterrupted run’s weights at the end`, async () => {
    const cells = notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 120'));
    const reference = await finish(await open(), train(workspace.notebook(cells, 'reference.dnn')));
    assert.equal(reference.end.event, 'done');

    const random = new Random(1, 'kill');
    const notebook = workspace.notebook(cells);
    const moments: number[] = [];
    let folder = '';
    for (let kill = 0; kill < kills; kill++) {
      const client = await open();
      const started = folder === '' ? train(notebook)(client) : resume(folder)(client);
      const run = await started;
      const stepped = new Promise<void>((resolve) =>
        client.onEvent(({ event }) => event.event === 'checkpoint' && resolve()),
      );
      await Promise.race([stepped, sleep(10_000)]);
      await sleep(random.between(0, 60));
      process.kill(client.pid, 'SIGKILL');
      await assert.rejects(client.whenGone());
      const left = await openRun(run.folder);
      const checkpoint = await left.newestCheckpoint();
      assert.ok(checkpoint, `after kill ${kill}`);
      moments.push(checkpoint.state.step);
      ({ folder } = run);
    }
    assert.ok(new Set(moments).size >= kills / 2, `killed at steps ${moments.join()}`);
    const finished = await finish(await open(), resume(folder));
    assert.equal(finished.end.event, 'done');
    assert.deepEqual(await weights(finished.run), await weights(reference.run));
  });
});
