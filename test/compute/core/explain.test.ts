import assert from 'node:assert/strict';
import { readProfile } from '../../../src/compute/explain/profile';
import { passNames } from '../../../src/lowering/passes';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { bundles, cores, finish, resume, restingAfter, train, Workspace } from '../support';

describe('explain', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const sum = (parts: readonly { milliseconds: number; share: number }[]) => ({
    milliseconds: parts.reduce((total, { milliseconds }) => total + milliseconds, 0),
    share: parts.reduce((total, { share }) => total + share, 0),
  });

  it('divides the time of a step among operators, layers, roles and nodes', async () => {
    const client = await open();
    const request = { notebook: workspace.notebook(), network: 'Net', device: 'cpu' } as const;
    const found = await client.request('explain', request);
    assert.deepEqual([found.network, found.device, found.batch], ['Net', 'cpu', 32]);
    assert.equal(found.random, undefined);
    for (const parts of [found.operators, found.layers, found.roles, found.nodes]) {
      const { milliseconds, share } = sum(parts);
      assert.ok(Math.abs(milliseconds - found.profiled) < 0.02, `${milliseconds}`);
      assert.ok(Math.abs(share - 1) < 0.02, `${share}`);
    }
    assert.ok(found.milliseconds > 0 && found.ceiling! > 0);
    assert.deepEqual(
      found.layers.flatMap(({ layer }) => layer ?? []).filter((layer) => layer !== 'image'),
      ['C1', 'D2', 'output'],
    );
    assert.deepEqual(
      found.roles.flatMap(({ role }) => role ?? []),
      ['forward', 'gradient', 'update', 'watching'],
    );
    const forward = found.nodes.find(
      ({ layer, role, operator }) =>
        layer === 'C1' && role === 'forward' && operator.endsWith('Conv'),
    )!;
    assert.deepEqual(forward.outputs, [[32, 3, 8, 8]]);
    const operations = 2 * 32 * 3 * 8 * 8 * 25;
    const expected = operations / forward.milliseconds / 1e6;
    assert.ok(Math.abs(forward.gflops! / expected - 1) < 0.05, `${forward.gflops}`);
  });

  it('takes the step of the last phase that makes steps', async () => {
    const client = await open();
    const units = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) step\n}';
    const training =
      'train Net on digits {\n  phase a: perceptron { batch 8 }\n  phase b: perceptron { batch 5 }\n}';
    const notebook = workspace.notebook([dataCell, units, training]);
    const found = await client.request('explain', { notebook, network: 'Net', device: 'cpu' });
    assert.equal(found.batch, 5);
    assert.ok(found.roles.every(({ role }) => role !== 'gradient'));
  });

  it('counts nodes before the passes and after each; without passes they stay', async () => {
    const client = await open();
    const request = { notebook: workspace.notebook(), network: 'Net', device: 'cpu' } as const;
    const all = await client.request('explain', request);
    assert.deepEqual(
      all.passes.map(({ pass }) => pass),
      passNames,
    );
    assert.ok(all.passes[0].nodes < all.nodesBefore);
    const none = await client.request('explain', { ...request, passes: [] });
    assert.deepEqual([none.nodesBefore, none.passes], [all.nodesBefore, []]);
  });

  it('takes random samples for targets at each step, too', async () => {
    const notebook = workspace.notebook([
      'data stream {\n  source idx("nowhere")\n}',
      'network Net {\n  input x[6, 4]\n  rnn(5, output: sequence)\n  output: step_dense(3) softmax\n}',
      'train Net on stream',
    ]);
    const client = await open();
    const found = await client.request('explain', { notebook, network: 'Net', device: 'cpu' });
    assert.match(found.random!, /nowhere/);
  });

  it('takes random samples where the data is missing, and says why', async () => {
    const client = await open();
    const missing = dataCell.replace(/source .*/, 'source idx("nowhere")').replace(/split.*/, '');
    const notebook = workspace.notebook([missing, networkCell, trainCell()]);
    const found = await client.request('explain', { notebook, network: 'Net', device: 'cpu' });
    assert.match(found.random!, /nowhere/);
  });

  it('needs a training to explain', async () => {
    const client = await open();
    const notebook = workspace.notebook([dataCell, networkCell]);
    await assert.rejects(client.request('explain', { notebook, network: 'Net' }), {
      code: 'no-action',
    });
  });

  it('refuses a profile that is none', () => {
    const run = { cat: 'Session', name: 'model_run', ts: 5, dur: 3 };
    for (const text of ['', '{}', '[{"cat": 1}]', JSON.stringify([run])])
      assert.throws(() => readProfile(text, 1), { code: 'bad-profile' });
  });
});

describe('passes of a run', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('are kept with it and used again when it is resumed', async () => {
    const client = await open(restingAfter('step', 3));
    const notebook = workspace.notebook([dataCell, networkCell, trainCell()]);
    const passes = ['foldConstants'] as const;
    let stopped: Promise<unknown> | undefined;
    const begun = await finish(client, train(notebook, { passes: [...passes] }), (event, run) => {
      if (event.event === 'step' && event.step === 3) stopped ??= client.request('stop', { run });
    });
    await stopped;
    const { run } = await finish(client, resume(begun.run.folder));
    assert.deepEqual([run.manifest.passes, run.manifest.status], [passes, 'done']);
    const whole = await finish(client, train(notebook, { passes: [...passes] }));
    const parameters = async (of: typeof run) =>
      [...(await of.newestCheckpoint())!.tensors].map(([key, { data }]) => [key, [...data]]);
    assert.deepEqual(await parameters(run), await parameters(whole.run));
  });
});
