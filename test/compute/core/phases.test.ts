import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CoreClient } from '../../../src/compute/client/client';
import type { Run } from '../../../src/runs/run';
import { bundles, cores, finish, resume, train, values, weights, Workspace } from '../support';

const data = `
data digits {
  source digits(train: 240, test: 40, seed: 5)
  split validation 40
  batch 20
}`;

const deep = `
network Deep {
  input image[1, 28, 28]
  H1: dense(12) logistic
  H2: dense(8) logistic
  output: dense(10) softmax
}`;

const trainings = {
  'phases in the text': [
    data,
    deep,
    `train Deep on digits {
  phase one: cd { layers H1; epochs 10 }
  phase two: cd(steps: 2) { layers H2; epochs 10 }
  phase fine: backprop { epochs 10; optimizer adam(rate: 0.01) }
}`,
  ],
  'layerwise, supervised': [
    data,
    deep,
    `train Deep on digits {
  rule layerwise(epochs: 10)
  epochs 10
  optimizer adam(rate: 0.01)
}`,
  ],
  'delta, after its pass': [
    data,
    `network A {
  input image[1, 28, 28]
  output: dense(10)
}`,
    `train A on digits {
  rule delta
  epochs 100
}`,
  ],
  perceptron: [
    data,
    `network P {
  input image[1, 28, 28]
  output: dense(10) step
}`,
    `train P on digits {
  rule perceptron
  epochs 40
}`,
  ],
};

describe('phases of a training', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  for (const [name, cells] of Object.entries(trainings)) {
    it(`goes on bit for bit after a stop in the middle of any of them: ${name}`, async () => {
      const client = await open();
      const whole = await finish(client, train(workspace.notebook(cells, 'whole.dnn')));
      assert.equal(whole.end.event, 'done');
      const steps = whole.end.event === 'done' ? whole.end.steps : 0;
      for (const at of [0.2, 0.7].map((part) => Math.round(part * steps))) {
        const stopped = await stoppedAt(client, cells, at);
        const resumed = await finish(client, resume(stopped.folder));
        assert.deepEqual(await weights(resumed.run), await weights(whole.run), `${at}`);
        assert.deepEqual(await values(resumed.run), await values(whole.run), `${at}`);
      }
    });
  }

  /** A training stopped soon after a step; a quick one may be done before it hears of it, and is begun again. */
  async function stoppedAt(client: CoreClient, cells: string[], at: number): Promise<Run> {
    for (let tries = 0; tries < 20; tries++) {
      let isAsked = false;
      const { run, end } = await finish(client, train(workspace.notebook(cells)), (event, id) => {
        if (isAsked || !('step' in event) || event.step < at) return;
        isAsked = true;
        void client.request('stop', { run: id });
      });
      if (end.event === 'done' && end.reason === 'interrupted') return run;
    }
    throw new Error(`never stopped at step ${at}`);
  }

  it('tell where each begins, what its steps tell and how long the training is', async () => {
    const client = await open();
    const { events, run } = await finish(
      client,
      train(workspace.notebook(trainings['phases in the text'])),
    );
    const [start] = events.flatMap((event) => (event.event === 'start' ? [event] : []));
    const phases = events.flatMap((event) => (event.event === 'phase' ? [event] : []));
    const names = (measures: typeof start.measures) => measures.map(({ name }) => name);
    assert.deepEqual(start.phase, { name: 'one', index: 0, count: 3 });
    assert.deepEqual(
      [start.epochs, start.steps, names(start.measures)],
      [30, 300, ['reconstruction', 'free_energy', 'directions']],
    );
    assert.deepEqual(
      phases.map(({ step, phase, measures }) => [step, phase.name, names(measures)]),
      [
        [100, 'two', ['reconstruction', 'free_energy', 'directions']],
        [200, 'fine', ['loss', 'accuracy', 'gradients']],
      ],
    );
    assert.deepEqual(
      run.manifest.measures.map(({ name }) => name),
      ['loss', 'accuracy'],
    );
  });

  it('leave the layers alone that they do not train', async () => {
    const client = await open();
    const [first, second] = [
      'phase one: cd { layers H1; epochs 2 }',
      'phase one: cd { layers H1; epochs 2 }\n  phase two: cd { layers H2; epochs 2 }',
    ].map((lines) => [data, deep, `train Deep on digits {\n  ${lines}\n}`]);
    const one = await finish(client, train(workspace.notebook(first, 'one.dnn')));
    const two = await finish(client, train(workspace.notebook(second, 'two.dnn')));
    const [after, later] = [await weights(one.run), await weights(two.run)];
    for (const key of ['H1.weight', 'H1.bias', 'H1.visible_bias', 'output.weight'])
      assert.equal(later.get(key), after.get(key), key);
    assert.notEqual(later.get('H2.weight'), after.get('H2.weight'));
  });

  it('carry out a pass, and warn of a rate above the limit it finds', async () => {
    const client = await open();
    const cells = trainings['delta, after its pass'].map((cell) =>
      cell.replace('rule delta', 'rule delta\n  optimizer sgd(rate: 0.4)'),
    );
    const { events, end } = await finish(client, train(workspace.notebook(cells)));
    const [found] = events.flatMap((event) => (event.event === 'measured' ? event.values : []));
    assert.equal(found.name, 'rate_limit');
    const warnings = events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
    assert.match(warnings.join(), /The rate 0\.4 is above 0\.0\d+/);
    assert.equal(end.event === 'error' && end.code, 'diverged');
  });
});
