import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { connectCore, type CoreClient } from '../../../src/compute/client/client';
import { listRuns } from '../../../src/runs/list';
import { trainingMarkdown } from '../../../src/views/markdown';
import { replay } from '../../../src/views/training';
import { outsideBundles } from '../outsideBundles';
import { finish, resume, train, values, weights, Workspace } from '../support';

const data = `
data spots {
  source blobs(train: 200, test: 40)
  split validation 40
  batch 10
}`;
const network = `
network Means {
  input image[1, 28, 28]
  mirror(0.5)
  output: dense(10)
}`;
const training = (epochs: number, purpose = 'a first try') => `
train Means on spots {
  rule centroid
  optimizer sgd(rate: 0.1)
  watch largest
  stop early(patience: 50, metric: distance)
  purpose "${purpose}"
  epochs ${epochs}
}`;

describe('a rule, a measure, a layer, a source and a setting from files outside the product', function () {
  this.timeout(120_000);
  const workspace = new Workspace();
  const { cli, core } = outsideBundles();
  let client: CoreClient;

  beforeEach(async () => {
    client = await connectCore({ workspace: workspace.folder, mode: 'private', corePath: core });
  });
  afterEach(() => client.close());

  const dnn = (...args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: workspace.folder, encoding: 'utf8' });

  it('train, and are told in the terminal', () => {
    workspace.notebook([data, network, training(3)]);
    const { status, stdout, stderr } = dnn('run', 'net.dnn');
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /phase 1\/2: sums/);
    assert.match(stdout, /length of the mean sample \d/);
    assert.match(stdout, /phase 2\/2: move/);
    assert.match(stdout, /epoch 3\/3 .*train distance to the class \d.*validation .*accuracy \d/);
    assert.match(stdout, /layer +max \|w\| .*\noutput +\d/);
    assert.match(stdout, /Mean of each class/);
    assert.match(stdout, /test +\d.* 100\.00%/);
  });

  it('stand in the snapshot that cell and inspector show, rebuilt from the run folder', async () => {
    const { run } = await finish(client, train(workspace.notebook([data, network, training(3)])));
    const snapshot = replay(await run.events())!;
    const named = (name: string) => snapshot.measures.findIndex((measure) => measure.name === name);
    assert.ok(snapshot.curves.columns[named('distance')].some((value) => value !== null));
    assert.deepEqual(
      snapshot.layers.largest.values.map((value) => typeof value),
      ['number', 'number'],
    );
    assert.ok(snapshot.layers.largest.history!.steps.length > 1);
    assert.deepEqual(
      snapshot.pictures.map(({ caption, shape }) => [caption, shape]),
      [['Mean of each class', [10, 1, 28, 28]]],
    );
    assert.deepEqual(
      snapshot.measured.map(({ name }) => name),
      ['samples_length'],
    );
    assert.match(trainingMarkdown(snapshot), /distance to the class/);
  });

  it('go on bit for bit from a checkpoint in the middle of a phase', async () => {
    const cells = [data, network, training(300)];
    const whole = await finish(client, train(workspace.notebook(cells, 'whole.dnn')));
    let isAsked = false;
    const { run, end } = await finish(client, train(workspace.notebook(cells)), (event, id) => {
      if (event.event !== 'step' || event.step < 20 || isAsked) return;
      isAsked = true;
      void client.request('stop', { run: id });
    });
    assert.equal(end.event === 'done' && end.reason, 'interrupted');
    const resumed = await finish(client, resume(run.folder));
    assert.deepEqual(await weights(resumed.run), await weights(whole.run));
    assert.deepEqual(await values(resumed.run), await values(whole.run));
  });

  it('are compared between runs', async () => {
    const notebook = workspace.notebook([data, network, training(1)]);
    await finish(client, train(notebook));
    await finish(client, train(workspace.notebook([data, network, training(2, 'a second one')])));
    const runs = await listRuns(join(workspace.folder, 'net.dnn'));
    const { stdout } = dnn('runs', '--compare', ...runs.map(({ id }) => id));
    assert.match(stdout, /purpose +"?a (first try|second one)/);
    assert.match(stdout, /test distance +\d/);
    assert.match(stdout, /rule centroid/);
  });
});
