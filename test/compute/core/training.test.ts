import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreError } from '../../../src/compute/wire/error';
import type { RunEvent } from '../../../src/runs/events';
import { listRuns } from '../../../src/runs/list';
import { dataCell, networkCell, notebookCells, trainCell } from '../notebooks';
import {
  assertIncludes,
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

const location = (text: string, part: string) => {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
};

/** The training ends because the notebook is wrong, with this message at this place. */
const assertTold = (finished: Promise<unknown>, told: RegExp, at: ReturnType<typeof location>) =>
  assert.rejects(finished, ({ message, failure }: CoreError) => {
    assert.equal(failure.exit, 1);
    assert.match(message, told);
    assert.deepEqual({ line: failure.line, column: failure.column }, at);
    return true;
  });

describe('training', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('gives the same bits again with the same seed, others with another', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const a = await finish(client, train(notebook));
    const b = await finish(client, train(notebook));
    const c = await finish(client, train(notebook, { seed: 6 }));
    assert.equal((await values(a.run)).length, 24 + 3 + 1);
    assert.deepEqual(await values(b.run), await values(a.run));
    assert.deepEqual(await weights(b.run), await weights(a.run));
    assert.notDeepEqual(await weights(c.run), await weights(a.run));
  });

  const shares: readonly (readonly [
    what: string,
    normalize: string,
    head: string,
    loss: string,
    told: RegExp | undefined,
  ])[] = [
    [
      'targets beyond 1 for binary_cross_entropy',
      'none',
      'dense(1) logistic',
      'binary_cross_entropy',
      /binary_cross_entropy expects targets from 0 to 1, but found 2.5 .*`loss mse`/,
    ],
    [
      'inputs below 0 for a reconstruction by cross-entropy',
      'standard',
      'dense(2) logistic',
      'reconstruction(cross_entropy)',
      /reconstruction expects inputs from 0 to 1, but found -\d.* `normalize minmax`/,
    ],
    [
      'nothing about inputs brought to 0 to 1',
      'minmax',
      'dense(2) logistic',
      'reconstruction(cross_entropy)',
      undefined,
    ],
  ];
  for (const [what, normalize, head, loss, told] of shares) {
    it(`names ${what}`, async () => {
      writeFileSync(join(workspace.folder, 'table.csv'), '1,0,0.5\n2,-1,1.0\n3,2,2.5\n0,1,0.25\n');
      const source = 'source csv("table.csv", target: "3", test: 0, task: values)';
      const notebook = workspace.notebook([
        `data digits {\n  ${source}\n  normalize ${normalize}\n}`,
        `network Net {\n  input x[2]\n  output: ${head}\n}`,
        `train Net on digits {\n  loss ${loss}\n  epochs 1\n}`,
      ]);
      const finished = finish(await open(), train(notebook));
      if (!told) return void (await finished);
      await assertTold(finished, told, location(notebook.text, 'output:'));
    });
  }

  const words: readonly (readonly [what: string, data: string, layers: string, told: RegExp])[] = [
    [
      'more characters than vectors',
      'source text("text.txt", steps: 3)',
      'input x[3]\n  E: embedding(4, vocabulary: 2)',
      /`E` has vectors for the numbers 0 to 1, but found 3 .*`vocabulary: 4`/,
    ],
    [
      'a negative number, which would be looked up from the end',
      'source csv("table.csv", test: 0)',
      'input a[1]\n  input b[1]\n  E: embedding(4, vocabulary: 9)',
      /`E` looks up whole numbers from 0, but found -1 /,
    ],
    [
      'numbers that normalization has changed',
      'source text("text.txt", steps: 3)\n  normalize standard',
      'input x[3]\n  reshape([1, 3])\n  E: embedding(4, vocabulary: 4)',
      /`E` looks up whole numbers from 0, but found -?\d\.\d+ .*`normalize none`/,
    ],
  ];
  for (const [what, source, layers, told] of words) {
    it(`names an embedding that would look up ${what}`, async () => {
      writeFileSync(join(workspace.folder, 'text.txt'), 'abcd'.repeat(40));
      writeFileSync(join(workspace.folder, 'table.csv'), '1,0,u\n2,-1,v\n3,2,u\n0,1,v\n');
      const classes = source.includes('csv') ? 2 : 4;
      const network = `network Net {\n  ${layers}\n  output: dense(${classes}) softmax\n}`;
      const cells = [`data digits {\n  ${source}\n}`, network, trainCell()];
      const notebook = workspace.notebook(cells);
      const finished = finish(await open(), train(notebook));
      await assertTold(finished, told, location(notebook.text, 'E: embedding'));
    });
  }

  const moments: readonly (readonly [string, 'step' | 'epoch' | 'start', number?])[] = [
    ['in its first epoch', 'step', 3],
    ['in a later epoch', 'epoch', 2],
    ['before its first step', 'start'],
  ];
  for (const [when, what, number] of moments) {
    const isMoment = (event: RunEvent) =>
      event.event === what &&
      (event.event === 'step' ? event.step : event.event === 'epoch' ? event.epoch : undefined) ===
        number;
    it(`stopped ${when} and resumed, goes on as if it had never stopped`, async () => {
      const notebook = workspace.notebook(notebookCells('stop early(patience: 4)'));
      const overrides = { epochs: '8' };
      const client = await open(restingAfter(what, number));
      const whole = await finish(client, train(notebook, { overrides }));
      const stopped = await finish(client, train(notebook, { overrides }), (event, run) => {
        if (isMoment(event)) void client.request('stop', { run });
      });
      assert.equal(stopped.run.manifest.status, 'interrupted');
      const resumed = await finish(await open(), resume(stopped.run.folder)); // another process
      assert.equal(resumed.run.manifest.status, 'done');
      assert.deepEqual(await weights(resumed.run), await weights(whole.run));
      assert.deepEqual(await values(resumed.run), await values(whole.run));
    });
  }

  it('lowers its rate at a plateau, resumed or not', async () => {
    const plateau = 'schedule plateau(patience: 2, margin: 100)';
    const cells = notebookCells().map((cell) => cell.replace('schedule cosine', plateau));
    const notebook = workspace.notebook(cells);
    const overrides = { epochs: '8' };
    const client = await open(restingAfter('epoch', 4));
    const whole = await finish(client, train(notebook, { overrides }));
    // The first epoch improves on nothing; no later one by 100.
    const rates = whole.events.flatMap((event) => (event.event === 'epoch' ? [event.rate] : []));
    assert.deepEqual(
      rates.map((rate) => Number(rate?.toPrecision(6))),
      [0.01, 0.01, 0.001, 0.001, 1e-4, 1e-4, 1e-5, 1e-5],
    );
    const stopped = await finish(client, train(notebook, { overrides }), (event, run) => {
      if (event.event === 'epoch' && event.epoch === 4) void client.request('stop', { run });
    });
    const resumed = await finish(await open(), resume(stopped.run.folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
  });

  it('resumes exactly within a turn of accumulated, averaged steps', async () => {
    const settings = ['accumulate 3', 'average ema 0.9', 'clip norm 0.5', 'maxnorm 2'];
    const notebook = workspace.notebook(notebookCells(settings.join('\n')));
    const client = await open(restingAfter('step', 4));
    const whole = await finish(client, train(notebook));
    const stopped = await finish(client, train(notebook), (event, run) => {
      if (event.event === 'step' && event.step === 4) void client.request('stop', { run });
    });
    const resumed = await finish(await open(), resume(stopped.run.folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
    assert.deepEqual(await values(resumed.run), await values(whole.run));
    assert.equal(whole.run.manifest.settings['clip'], 'norm 0.5');
  });

  it('stops gracefully: the checkpoint is that of the last step', async () => {
    const client = await open();
    const notebook = workspace.notebook(long('epochs 5000'));
    const { run, end } = await finish(client, train(notebook), (event, run) => {
      if (event.event === 'epoch' && event.epoch === 2) void client.request('stop', { run });
    });
    assert.equal(end.event, 'done');
    assert.equal(end.event === 'done' && end.reason, 'interrupted');
    assert.equal(run.manifest.status, 'interrupted');
    assert.equal((await run.newestCheckpoint())?.state.step, end.event === 'done' && end.steps);
  });

  it('answers while it trains', async () => {
    const client = await open();
    const notebook = workspace.notebook(long('epochs 5000'));
    let looked: Promise<{ step: number; run?: string | undefined }> | undefined;
    const { run } = await finish(client, train(notebook), (event, run) => {
      if (event.event !== 'epoch' || looked) return;
      looked = client.request('inspect', { notebook, network: 'Net' });
      void looked.finally(() => client.request('stop', { run }));
    });
    const inspection = await looked!;
    assert.equal(inspection.run, run.id);
    assert.ok(inspection.step >= 8);
  });

  it('keeps the best parameters when stopping early', async () => {
    const cells = [dataCell, networkCell, trainCell('stop early(patience: 2)')];
    const notebook = workspace.notebook(
      cells.map((cell) => cell.replace('epochs 3', 'epochs 200').replace('schedule cosine', '')),
    );
    const { events, end, run } = await finish(await open(), train(notebook));
    const epochs = events.filter((event) => event.event === 'epoch');
    const losses = epochs.map(({ validation }) => validation!.loss);
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(losses.length, best + 1 + 2);
    assert.ok(end.event === 'done' && end.reason === 'early-stop');
    assert.deepEqual(end.validation, epochs[best].validation);
    assert.deepEqual(run.manifest.scores?.validation, epochs[best].validation);
    const again = await finish(
      await open(),
      train(notebook, { overrides: { epochs: String(best + 1) } }),
    );
    const parameters = async (run: typeof again.run) =>
      new Map([...(await weights(run))].filter(([key]) => !key.includes(':')));
    assert.deepEqual(await parameters(again.run), await parameters(run));
    // As if the core had been killed between its last checkpoint and the end.
    const expected = await weights(run);
    await run.update({ status: 'interrupted' });
    const resumed = await finish(await open(), resume(run.folder));
    assert.ok(resumed.end.event === 'done');
    assert.deepEqual(
      [resumed.end.reason, resumed.end.steps, resumed.end.validation, resumed.end.test],
      [end.reason, end.steps, end.validation, end.test],
    );
    assert.deepEqual(await weights(resumed.run), expected);
  });

  it('names the step and the gradient when it diverges', async () => {
    const notebook = workspace.notebook(long('optimizer sgd(rate: 1e30)'));
    const { end, run } = await finish(await open(), train(notebook));
    assert.ok(end.event === 'error');
    assert.equal(end.code, 'diverged');
    assert.equal(end.exit, 1);
    assert.match(end.message, /diverged at step \d+: the loss is .*`(C1|output)\.\w+`/);
    assert.match(end.hint!, /learning rate \(now \d/);
    assert.deepEqual({ line: end.line, column: end.column }, location(notebook.text, 'train Net'));
    assert.equal(run.manifest.status, 'failed');
    assert.equal(run.manifest.reason, end.message);
  });

  it('refuses a network too large for the memory before it allocates anything', async () => {
    const layers = 'dense(2000000)\n  dense(1000)\n  output: dense(10) softmax';
    const huge = networkCell.replace(/output: .*/, layers);
    const notebook = workspace.notebook([dataCell, huge, trainCell()]);
    const client = await open();
    const { line } = location(notebook.text, 'network Net');
    await assert.rejects(
      client.request('train', { notebook, action: 0 }),
      (error: { failure: object }) => {
        assertIncludes(error.failure, { code: 'too-large', exit: 1, line });
        return true;
      },
    );
    assert.deepEqual(await listRuns(notebook.path), []);
    assert.deepEqual(await client.request('active', {}), { runs: [] });
  });

  it('refuses to accumulate more batches than it has, and makes no run', async () => {
    const notebook = workspace.notebook(notebookCells('accumulate 25'));
    const { line } = location(notebook.text, 'train Net');
    await assert.rejects(
      (await open()).request('train', { notebook, action: 0, device: 'cpu' }),
      (error: { failure: { message: string } }) => {
        assertIncludes(error.failure, { code: 'no-update', exit: 1, line });
        assert.match(error.failure.message, /accumulate 25.* 24 batches of 32/);
        return true;
      },
    );
    assert.deepEqual(await listRuns(notebook.path), []);
  });

  it('points at the source when a file is missing, and makes no run', async () => {
    const notebook = workspace.notebook([
      dataCell.replace(/source .*/, 'source idx("nowhere")'),
      networkCell,
      trainCell(),
    ]);
    const client = await open({ env: { DNN_DATA: workspace.folder } });
    const { line } = location(notebook.text, 'source idx');
    await assert.rejects(
      client.request('train', { notebook, action: 0 }),
      (error: { failure: object }) => {
        assertIncludes(error.failure, { code: 'missing-file', exit: 1, line });
        return true;
      },
    );
    assert.ok(!existsSync(join(workspace.folder, '.dnn')));
  });

  it('says so when the disk is full, and keeps the earlier run', async function () {
    if (process.platform === 'win32') return this.skip();
    // Its checkpoints take 460 kB: more than the limit, which leaves room for what a run sets aside.
    const wide = networkCell.replace('D2: dropout(0.2)', 'F2: dense(200) relu');
    const notebook = workspace.notebook([dataCell, wide, trainCell()]);
    const { run: earlier } = await finish(await open(), train(notebook));
    const before = await weights(earlier);
    // A limit on the size of files, inherited by the core, fails its writes as a full disk does.
    const node = join(workspace.folder, 'node');
    writeFileSync(node, `#!/bin/sh\nulimit -f 256\nexec '${process.execPath}' "$@"\n`);
    chmodSync(node, 0o755);
    const { end, run } = await finish(await open({ nodePath: node }), train(notebook));
    assert.ok(end.event === 'error');
    assert.deepEqual([end.code, end.exit], ['disk-full', 3]);
    assert.match(end.message, /No space left on the disk/);
    assert.equal(run.manifest.status, 'failed');
    assert.deepEqual(await weights(earlier), before);
  });
});

/** A notebook whose training has one setting replaced. */
const long = (setting: string): string[] => {
  const [keyword] = setting.split(' ');
  return notebookCells().map((cell) =>
    cell.replace(new RegExp(`^  ${keyword} .*`, 'm'), `  ${setting}`),
  );
};
