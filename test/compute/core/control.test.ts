import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WantedChange } from '../../../src/compute/protocol/protocol';
import type { RunEvent } from '../../../src/runs/events';
import { openRun } from '../../../src/runs/run';
import { replay } from '../../../src/views/training';
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

type Changed = Extract<RunEvent, { event: 'changed' }>;

const changesOf = (events: readonly RunEvent[]): Changed[] =>
  events.filter((event) => event.event === 'changed');

describe('a training controlled while it goes on', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('paused and continued, computes the same bits, and says where it waited', async () => {
    const notebook = workspace.notebook();
    const client = await open(restingAfter('step', 3));
    const whole = await finish(client, train(notebook));
    let waited: Promise<unknown> | undefined;
    const paused = await finish(client, train(notebook), (event, run) => {
      if (event.event !== 'step' || event.step !== 3) return;
      waited = (async () => {
        assert.deepEqual(await client.request('pause', { run }), { paused: true });
        const { step } = (await client.request('inspect', { notebook, network: 'Net' })) ?? {};
        assert.ok(step >= 3);
        assert.deepEqual(await client.request('continue', { run }), { continued: true });
      })();
    });
    await waited;
    assert.deepEqual(await weights(paused.run), await weights(whole.run));
    assert.deepEqual(await values(paused.run), await values(whole.run));
    const told = paused.events.filter(({ event }) => event === 'paused' || event === 'continued');
    assert.deepEqual(
      told.map(({ event }) => event),
      ['paused', 'continued'],
    );
    const at = told.map((event) => 'step' in event && event.step);
    assert.equal(at[0], at[1]);
    const kept = paused.events.find(({ event }) => event === 'checkpoint');
    assert.equal(kept?.event === 'checkpoint' && kept.step, at[0]);
  });

  it('stops while it is paused, and goes on from there', async () => {
    const notebook = workspace.notebook();
    const client = await open(restingAfter('step', 2));
    const whole = await finish(client, train(notebook));
    const stopped = await finish(client, train(notebook), (event, run) => {
      if (event.event === 'step' && event.step === 2) void client.request('pause', { run });
      if (event.event === 'paused') void client.request('stop', { run });
    });
    assert.equal(stopped.end.event === 'done' && stopped.end.reason, 'interrupted');
    assert.equal(replay(await stopped.run.events())?.paused, undefined);
    const resumed = await finish(client, resume(stopped.run.folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
  });

  const wishes: [string, string, WantedChange, (changes: Changed[], step: number) => void][] = [
    [
      'a rate',
      'schedule cosine',
      { rate: 0.002 },
      ([rate]) => {
        assert.equal(rate.what, 'rate');
        assert.ok(Math.abs(Number(rate.new) - 0.002) < 1e-12);
      },
    ],
    [
      'a factor of the rate',
      'schedule constant',
      { rateFactor: 0.5 },
      (changes, step) =>
        assert.deepEqual(changes, [
          { event: 'changed', step, what: 'rate', old: 0.01, new: 0.005 },
        ]),
    ],
    [
      'more epochs',
      'schedule constant',
      { epochs: 16 },
      (changes, step) =>
        assert.deepEqual(changes, [{ event: 'changed', step, what: 'epochs', old: 12, new: 16 }]),
    ],
    [
      'a stopping rule',
      'schedule constant',
      { stop: 'early(patience: 5, margin: 100)' },
      ([stop]) => assert.deepEqual([stop.what, stop.old], ['stop', 'none']),
    ],
  ];
  for (const [what, schedule, change, check] of wishes) {
    it(`takes ${what}, and killed after it, ends as if it had not been killed`, async () => {
      const cells = notebookCells().map((cell) =>
        cell.replace('schedule cosine', schedule).replace('epochs 3', 'epochs 12'),
      );
      const notebook = workspace.notebook(cells);
      const client = await open(restingAfter('step', 3));
      let told: Promise<{ changes: object[] }> | undefined;
      const changed = await finish(client, train(notebook), (event, run) => {
        if (event.event === 'step' && event.step === 3)
          told = client.request('adjust', { run, change });
      });
      const changes = changesOf(changed.events);
      const { step } = changes[0];
      check(changes, step);
      assert.deepEqual(
        (await told!).changes,
        changes.map(({ what, old, new: now }) => ({ what, old, new: now })),
      );
      assert.deepEqual(changesOf(await changed.run.events()), changes);

      // The same changes at the same steps, but from the checkpoint before its first step, and killed twice.
      const other = await finish(client, train(notebook), (event, run) => {
        if (event.event === 'start') void client.request('stop', { run });
      });
      await other.run.update({ changes: changed.run.manifest.changes });
      for (const moment of ['changed', 'epoch'] as const) {
        const doomed = await open(restingAfter(moment));
        const killed = finish(doomed, resume(other.run.folder), ({ event }, run) => {
          if (event === moment) void doomed.request('pause', { run }).catch(() => undefined);
          if (event === 'paused') process.kill(doomed.pid, 'SIGKILL');
        });
        await assert.rejects(killed, { code: 'core-lost' });
      }
      const resumed = await finish(await open(), resume(other.run.folder));
      assert.deepEqual(await weights(resumed.run), await weights(changed.run));
      assert.deepEqual(await values(resumed.run), await values(changed.run));
      assert.deepEqual(changesOf(await resumed.run.events()), changes);
    });
  }

  it('ends after the epoch going on, the schedule cut off', async () => {
    const notebook = workspace.notebook(
      notebookCells().map((cell) => cell.replace('epochs 3', 'epochs 400')),
    );
    const client = await open();
    const { events, end } = await finish(client, train(notebook), (event, run) => {
      if (event.event === 'step' && event.step === 9)
        void client.request('adjust', { run, change: { finish: true } });
    });
    const [change] = changesOf(events);
    assert.deepEqual([change.what, change.old], ['epochs', 400]);
    assert.equal(change.new, Math.ceil(change.step / 8));
    assert.ok(end.event === 'done' && end.reason === 'completed');
    assert.deepEqual([end.epochs, end.steps], [change.new, 8 * Number(change.new)]);
    assert.equal(changesOf(events).length, 1, 'the rate goes on as planned');
  });

  it('keeps the best epoch since a stopping rule was set', async () => {
    const notebook = workspace.notebook(
      notebookCells().map((cell) =>
        cell.replace('epochs 3', 'epochs 300').replace('schedule cosine', ''),
      ),
    );
    const client = await open();
    const { events, end } = await finish(client, train(notebook), (event, run) => {
      if (event.event === 'epoch' && event.epoch === 2)
        void client.request('adjust', { run, change: { stop: 'early(patience: 3)' } });
    });
    const [{ step }] = changesOf(events);
    const epochs = events.filter((event) => event.event === 'epoch');
    const seen = epochs.filter((epoch) => epoch.step > step);
    const losses = seen.map(({ validation }) => validation!.loss);
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(losses.length, best + 1 + 3);
    assert.ok(end.event === 'done' && end.reason === 'early-stop');
    assert.deepEqual(end.validation, seen[best].validation);
  });

  const refused: [string, WantedChange, string][] = [
    ['an end in the past', { epochs: 1 }, 'epochs-past'],
    ['a stopping rule there is not', { stop: 'erly' }, 'unknown-stop'],
    ['a stopping rule with a wrong value', { stop: 'early(patience: 0)' }, 'out-of-range'],
  ];
  for (const [what, change, code] of refused) {
    it(`refuses ${what} and goes on unchanged`, async () => {
      const notebook = workspace.notebook();
      const client = await open(restingAfter('epoch', 2));
      const whole = await finish(client, train(notebook));
      let refusal: Promise<string> | undefined;
      const { run, events } = await finish(client, train(notebook), (event, run) => {
        if (event.event !== 'epoch' || event.epoch !== 2) return;
        refusal = client.request('adjust', { run, change }).then(
          () => 'accepted',
          (error: { code: string }) => error.code,
        );
      });
      assert.equal(await refusal, code);
      assert.deepEqual(changesOf(events), []);
      assert.deepEqual(await weights(run), await weights(whole.run));
    });
  }

  it('refuses another rate where the optimizer has no use for it', async () => {
    const notebook = workspace.notebook(
      notebookCells().map((cell) => cell.replace('adam(rate: 0.01)', 'rprop')),
    );
    const client = await open(restingAfter('step', 1));
    let refusal: Promise<void> | undefined;
    const { events } = await finish(client, train(notebook), (event, run) => {
      if (event.event !== 'step' || event.step !== 1) return;
      const asked = client.request('adjust', { run, change: { rateFactor: 2 } });
      refusal = assert.rejects(asked, { code: 'no-rate' });
    });
    await refusal!;
    // None is told either.
    assert.ok(events.every((event) => !('rate' in event)));
  });

  it('does not keep a core alive by a pause alone, and goes on in another', async () => {
    const notebook = workspace.notebook();
    const client = await open({ ...restingAfter('start'), mode: 'shared', idleSeconds: 1 });
    const whole = await finish(client, train(notebook));
    const paused = new Promise<void>((resolve) =>
      client.onEvent(({ run, event }) => {
        if (event.event === 'start') void client.request('pause', { run });
        if (event.event === 'paused') resolve();
      }),
    );
    const { folder } = await train(notebook)(client);
    await paused;
    const gone = client.whenGone();
    gone.catch(() => undefined);
    client.dispose();
    await assert.rejects(gone);
    for (const end = Date.now() + 20_000; (await openRun(folder)).manifest.status === 'running';) {
      assert.ok(Date.now() < end, 'the run still counts as running');
      await sleep(50);
    }
    const resumed = await finish(await open(), resume(folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
  });

  it('says so when there is nothing to control any more', async () => {
    const client = await open();
    const { run } = await finish(client, train(workspace.notebook()));
    assert.deepEqual(await client.request('pause', { run: run.id }), { paused: false });
    assert.deepEqual(await client.request('continue', { run: run.id }), { continued: false });
    await assert.rejects(client.request('adjust', { run: run.id, change: { epochs: 9 } }), {
      code: 'not-training',
    });
  });
});
