import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreError } from '../../../src/compute/wire/error';
import { listRuns } from '../../../src/runs/list';
import { openRun, type Run } from '../../../src/runs/run';
import { Random } from '../../../src/random/random';
import { notebookCells } from '../notebooks';
import { bundles, cores, finish, resume, train, values, weights, Workspace } from '../support';

const kills = 10;
/** One in about half so many writes is tried. */
const everyWrite = 24;

describe('a core killed at random moments', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it(`${kills} times leaves a readable run each time, and the uninterrupted run’s weights at the end`, async () => {
    const cells = notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 120'));
    const reference = await finish(await open(), train(workspace.notebook(cells, 'reference.dnn')));
    assert.equal(reference.end.event, 'done');
    const expected = await weights(reference.run);
    const lastStep = (await reference.run.newestCheckpoint())!.state.step;

    const random = new Random(1, 'kill');
    const notebook = workspace.notebook(cells);
    const moments: number[] = [];
    let run: Run | undefined;
    for (let kill = 0; kill < kills; kill++) {
      const client = await open();
      const saved = new Promise<void>((resolve) =>
        client.onEvent(({ event }) => event.event === 'checkpoint' && resolve()),
      );
      const { folder } = await (run ? resume(run.folder) : train(notebook))(client);
      await Promise.race([saved, sleep(10_000)]);
      await sleep(random.between(0, 60));
      process.kill(client.pid, 'SIGKILL');
      await assert.rejects(client.whenGone());
      run = await openRun(folder);
      const checkpoint = await run.newestCheckpoint();
      assert.ok(checkpoint, `after kill ${kill}`);
      moments.push(checkpoint.state.step);
      if (checkpoint.state.step < lastStep) continue;
      // A fast machine ended the run before the kill: the next kills meet a new one.
      assert.deepEqual(await weights(run), expected);
      run = undefined;
    }
    assert.ok(new Set(moments).size >= kills / 2, `killed at steps ${moments.join()}`);
    const finished = await finish(await open(), run ? resume(run.folder) : train(notebook));
    assert.equal(finished.end.event, 'done');
    assert.deepEqual(await weights(finished.run), expected);
  });

  it('which are writes to its run, from the first to the last, leaves nothing torn', async () => {
    const cells = notebookCells('stop early(patience: 5)');
    const whole = await finish(await open(), train(workspace.notebook(cells, 'whole.dnn')));
    const expected = [await weights(whole.run), await values(whole.run)];
    const survivor = await open();
    const random = new Random(2, 'kill');
    const outcomes: string[] = [];
    for (let write = random.between(1, everyWrite); ; write += random.between(1, everyWrite)) {
      const notebook = workspace.notebook(cells, `${Math.floor(write)}.dnn`);
      const doomed = await open({
        env: {
          KILL_AT: String(Math.floor(write)),
          NODE_OPTIONS: `--import ${join(__dirname, 'killAtWrite.mjs')}`,
        },
      });
      const ended = await finish(doomed, train(notebook)).catch((error: CoreError) => error.code);
      const [run] = await listRuns(notebook.path);
      const isDone = run?.manifest.status === 'done';
      const canGoOn = !isDone && (await run?.newestCheckpoint()) !== undefined;
      const last = canGoOn ? (await finish(survivor, resume(run.folder))).run : run;
      if (isDone || canGoOn)
        assert.deepEqual([await weights(last), await values(last)], expected, `write ${write}`);
      if (typeof ended !== 'string') break;
      assert.equal(ended, 'core-lost');
      outcomes.push(isDone ? 'done' : canGoOn ? 'resumed' : run ? 'begun' : 'none');
    }
    // The last writes give the lock back: the run may be done by then.
    const kinds = [...new Set(outcomes)].filter((outcome) => outcome !== 'done');
    assert.deepEqual(kinds, ['none', 'begun', 'resumed'], outcomes.join());
  });
});
