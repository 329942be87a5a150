import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { CoreClient } from '../../../src/compute/client/client';
import type { CoreError } from '../../../src/compute/wire/error';
import { listRuns } from '../../../src/runs/list';
import { openRun } from '../../../src/runs/run';
import { notebookCells } from '../notebooks';
import {
  bundles,
  cliPath,
  cores,
  finish,
  resume,
  restingAfter,
  train,
  values,
  weights,
  Workspace,
  trainerOf,
} from '../support';

/** `ROUNDS=200 npm run test:compute -- --grep 'one process'` takes longer. */
const rounds = Number(process.env.ROUNDS ?? 4);

describe('one process trains a run', function () {
  this.timeout(60_000 + rounds * 5_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const long = notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 30'));
  const lockOf = (folder: string) => join(folder, 'lock');

  /** The failure of what must not succeed. */
  const failureOf = (work: Promise<unknown>): Promise<CoreError['failure']> =>
    work.then(
      () => assert.fail('it succeeded'),
      (error: CoreError) => error.failure,
    );

  it(`also when 2 to 5 cores are asked to resume it at once, ${rounds} times`, async () => {
    const clients: CoreClient[] = [];
    while (clients.length < 5) clients.push(await open(restingAfter('start')));
    const whole = await finish(clients[0], train(workspace.notebook(long, 'whole.dnn')));
    const expected = [await weights(whole.run), await values(whole.run)];
    const stopped = await finish(clients[0], train(workspace.notebook(long)), (event, run) => {
      if (event.event === 'epoch' && event.epoch === 1) void clients[0].request('stop', { run });
    });

    for (let round = 0; round < rounds; round++) {
      const asked = clients.slice(0, 2 + (round % 4));
      const place = join(workspace.folder, `round ${round}`);
      const folder = join(place, '.dnn', 'runs', basename(stopped.run.folder));
      cpSync(stopped.run.folder, folder, { recursive: true });
      if (round % 2 === 1) {
        mkdirSync(lockOf(folder)); // of a core that was killed
        const gone = { pid: 2 ** 22 + 1, host: hostname(), since: new Date().toISOString() };
        writeFileSync(join(lockOf(folder), '00.json'), JSON.stringify(gone));
      }
      // Whichever trains pauses until all others have had their answers.
      const trainers = new Set<CoreClient>();
      const tries = asked.map(async (client) => {
        const { run } = await finish(client, resume(folder), (event, id) => {
          if (event.event !== 'start') return;
          trainers.add(client);
          void client.request('pause', { run: id });
        });
        return run;
      });
      const refusals: CoreError['failure'][] = [];
      await new Promise<void>((resolve) => {
        const settled = () => trainers.size + refusals.length >= asked.length && resolve();
        asked.forEach((client) => client.onEvent(settled));
        for (const attempt of tries)
          attempt.catch(({ failure }: CoreError) => {
            refusals.push(failure);
            settled();
          });
      });
      assert.equal(trainers.size, 1, `round ${round}`);
      const [trainer] = trainers;
      for (const { code, message, exit } of refusals) {
        assert.deepEqual([code, exit], ['still-running', 1]);
        assert.match(message, new RegExp(`Process ${trainer.pid} has been training run .* since `));
      }
      await trainer.request('continue', { run: stopped.run.id });
      const run = await Promise.any(tries);
      assert.deepEqual([await weights(run), await values(run)], expected, `round ${round}`);
      assert.ok(!existsSync(lockOf(folder)));
    }
  });

  it('from its beginning, over a pause, to its end', async () => {
    const client = await open();
    const other = await open();
    const notebook = workspace.notebook(notebookCells('stop early(patience: 5)'));
    const refusals: Promise<CoreError['failure']>[] = [];
    const { run, end } = await finish(client, train(notebook), (event, id) => {
      if (event.event === 'checkpoint' && refusals.length === 0)
        void client.request('pause', { run: id });
      if (event.event !== 'paused') return;
      const [name] = readdirSync(join(workspace.folder, '.dnn', 'runs'));
      const folder = join(workspace.folder, '.dnn', 'runs', name);
      assert.deepEqual(readdirSync(lockOf(folder)).length, 1);
      refusals.push(failureOf(other.request('resume', { folder })));
      void refusals[0].finally(() => client.request('continue', { run: id }));
    });
    assert.equal(end.event, 'done');
    const { code, message } = await refusals[0];
    assert.equal(code, 'still-running');
    assert.match(message, new RegExp(`Process ${client.pid} has been training run .* since `));
    assert.ok(!existsSync(lockOf(run.folder)));
    const over = await failureOf(other.request('resume', { folder: run.folder }));
    assert.equal(over.code, 'already-done');
    assert.ok(!existsSync(lockOf(run.folder)));
  });

  it('and another one as soon as it has been stopped', async () => {
    const client = await open(restingAfter('epoch', 1));
    const other = await open();
    const whole = await finish(client, train(workspace.notebook(long, 'whole.dnn')));
    const stopped = await finish(client, train(workspace.notebook(long)), (event, run) => {
      if (event.event === 'epoch' && event.epoch === 1) void client.request('stop', { run });
    });
    const { run } = await finish(other, resume(stopped.run.folder));
    assert.deepEqual(await weights(run), await weights(whole.run));
  });

  it('and leaves what is no run alone', async () => {
    const client = await open();
    const { code } = await failureOf(client.request('resume', { folder: workspace.folder }));
    assert.equal(code, 'no-run');
    assert.deepEqual(readdirSync(workspace.folder), []);
  });

  describe('and another one at once when', () => {
    /** Starts a training by the command line; gives its processes and the run, when that has a checkpoint. */
    async function begun() {
      const notebook = workspace.notebook(
        notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 4000')),
      );
      const command = spawn(process.execPath, [cliPath, 'train', notebook.path, '--json'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await new Promise<void>((resolve) => {
        let text = '';
        command.stdout.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          if (text.includes('"event":"checkpoint"')) resolve();
        });
      });
      const [run] = await listRuns(notebook.path);
      return { command, core: trainerOf(run.folder), run };
    }

    async function assertGoesOn(folder: string): Promise<void> {
      const client = await open();
      const { run } = await resume(folder)(client);
      await client.request('stop', { run });
      assert.equal((await openRun(folder)).manifest.status, 'interrupted');
    }

    it('core and command line were killed together', async () => {
      const { command, core, run } = await begun();
      process.kill(core, 'SIGKILL');
      command.kill('SIGKILL');
      await assertGoesOn(run.folder);
    });

    it('the core was killed and nobody has asked how it ended', async function () {
      if (process.platform !== 'linux') return this.skip(); // elsewhere the system does not tell
      const { command, core, run } = await begun();
      const reaches = async (pid: number, state: string) => {
        const now = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0];
        while (now() !== state) await new Promise(setImmediate);
      };
      process.kill(command.pid!, 'SIGSTOP');
      try {
        await reaches(command.pid!, 'T'); // stopped: it will not ask
        process.kill(core, 'SIGKILL');
        await reaches(core, 'Z');
        await assertGoesOn(run.folder);
      } finally {
        command.kill('SIGKILL');
      }
    });
  });
});
