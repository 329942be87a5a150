import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreClient } from '../../../src/compute/client/client';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import type { Evaluation, RequestParameters } from '../../../src/compute/protocol/protocol';
import { loadDataset } from '../../../src/data/load';
import type { Run } from '../../../src/runs/run';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

/** Probabilities and class of each test digit, computed here with the weights of the last checkpoint, in plain loops. */
async function answersOf(run: Run, notebook: { path: string; text: string }) {
  const { program, path } = analyzeNotebook(notebook, {});
  const context = { notebookFolder: path, environment: {}, seed: 5 };
  const { test } = (await loadDataset(program.data.get('digits')!, context)).splits;
  const { tensors } = (await run.newestCheckpoint())!;
  const [filters, filterBias, weight, bias] = [
    ...['C1.weight', 'C1.bias', 'output.weight', 'output.bias'],
  ].map((key) => tensors.get(key)!.data);
  const { mean, scale } = run.manifest.normalization;
  const image = new Float32Array(784);
  return Array.from({ length: test.count }, (_, sample) => {
    test.gather(Int32Array.of(sample), image, new Float32Array(10));
    const pixels = image.map((p) => (p - mean[0]) * scale[0]);
    const maps = Array.from({ length: 192 }, (_, i) => {
      const [filter, y, x] = [i >> 6, 3 * ((i >> 3) & 7), 3 * (i & 7)];
      let sum = filterBias[filter];
      for (let u = 0; u < 5; u++)
        for (let v = 0; v < 5; v++)
          sum += filters[filter * 25 + u * 5 + v] * pixels[(y + u) * 28 + x + v];
      return Math.max(0, sum);
    });
    const logits = Array.from(bias, (b, k) =>
      maps.reduce((sum, value, i) => sum + value * weight[k * 192 + i], b),
    );
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    return { truth: test.label(sample)!, given: logits.map((z) => Math.exp(z) / total), maps };
  });
}

const near = (actual: number | string | undefined, expected: number, tolerance = 1e-4) =>
  assert.ok(Math.abs(Number(actual) - expected) < tolerance, `${actual} is not ${expected}`);

const first = <T>(items: readonly T[]): T => items[0];

describe('evaluate', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  let client: CoreClient;

  /** Trains the only network of a notebook, and evaluates it. */
  async function evaluated(
    cells: string[],
    asked: Partial<RequestParameters<'evaluate'>> = {},
  ): Promise<Evaluation & { notebook: { path: string; text: string }; of: Run }> {
    const notebook = workspace.notebook(cells);
    client = await open();
    const { run, end } = await finish(client, train(notebook));
    assert.equal(end.event, 'done');
    const request = { notebook, network: 'Net', ...asked };
    return { ...(await client.request('evaluate', request)), notebook, of: run };
  }

  it('tells of trained digits what follows from each answer', async () => {
    const found = await evaluated([dataCell, networkCell, trainCell()]);
    const answers = await answersOf(found.of, found.notebook);
    const classes = found.classes!;
    assert.deepEqual(
      [found.run, found.step, found.data, found.split, found.samples, found.answers],
      [found.of.id, 24, 'digits', 'test', 100, 100],
    );
    const told = answers.map(({ truth, given }, sample) => {
      const predicted = given.indexOf(Math.max(...given));
      return { sample, truth, predicted, likelihood: given[truth], confidence: given[predicted] };
    });
    const isRight = ({ truth, predicted }: (typeof told)[number]) => truth === predicted;

    const matrix = Array.from({ length: 10 }, (_, truth) =>
      Array.from(
        { length: 10 },
        (_, predicted) =>
          told.filter((each) => each.truth === truth && each.predicted === predicted).length,
      ),
    );
    assert.deepEqual(classes.confusion, matrix);
    near(classes.accuracy, told.filter(isRight).length / 100);
    assert.equal(classes.outputs, 'probabilities');
    for (const [i, share] of classes.topK.entries()) {
      const inTop = answers.filter(
        ({ truth, given }) => given.filter((p) => p > given[truth]).length <= i,
      );
      near(share, inTop.length / 100);
    }
    assert.deepEqual([found.loss?.name, classes.topK.length], ['cross_entropy', 5]);
    near(
      found.loss?.mean,
      told.reduce((sum, { likelihood: p }) => sum - Math.log(p) / 100, 0),
    );

    let error = 0;
    for (const { from, to, count } of classes.calibration!.bins) {
      const inside = told.filter(({ confidence: p }) => p > from && p <= to);
      assert.equal(count, inside.length);
      const sure = inside.reduce((sum, { confidence }) => sum + confidence, 0);
      error += Math.abs(inside.filter(isRight).length - sure) / 100;
    }
    near(classes.calibration?.error, error);

    const hardest = told.toSorted((a, b) => a.likelihood - b.likelihood).slice(0, 24);
    assert.deepEqual(
      classes.hardest.examples.map(({ sample }) => sample),
      hardest.map(({ sample }) => sample),
    );
    assert.deepEqual(classes.hardest.images?.shape, [24, 1, 28, 28]);
    const confident = told
      .filter((each) => !isRight(each))
      .toSorted((a, b) => b.confidence - a.confidence)
      .slice(0, 24);
    assert.deepEqual(
      classes.confident.examples.map(({ sample, truth, predicted }) => [sample, truth, predicted]),
      confident.map(({ sample, truth, predicted }) => [sample, truth, predicted]),
    );
    near(first(classes.confident.examples).confidence, first(confident).confidence);

    // A cell of the matrix leads to its samples.
    const { truth, predicted } = first(confident);
    const pair = await client.request('confused', {
      ...{ notebook: found.notebook, network: 'Net', data: 'digits', split: 'test' },
      ...{ evaluated: { run: found.run, step: found.step }, truth, predicted },
    });
    const inCell = told.filter((each) => each.truth === truth && each.predicted === predicted);
    assert.equal(pair.of, inCell.length);
    assert.deepEqual(
      pair.examples.map(({ sample }) => sample),
      inCell.toSorted((a, b) => b.confidence - a.confidence).map(({ sample }) => sample),
    );

    // A map of C1 that is zero everywhere is dead.
    const isDead = (filter: number) =>
      answers.every(({ maps }) => maps.slice(64 * filter, 64 * filter + 64).every((v) => v === 0));
    const { units, dead } = found.units.find(({ layer }) => layer === 'C1')!;
    assert.deepEqual([units, dead], [3, [0, 1, 2].filter(isDead).length]);
  });

  it('agrees with what the training says of its splits', async () => {
    const found = await evaluated([dataCell, networkCell, trainCell()], { split: 'validation' });
    const done = (await found.of.events()).find((event) => event.event === 'done');
    const { loss, accuracy } = done!.validation!;
    near(found.loss?.mean, Number(loss));
    near(found.classes?.accuracy, Number(accuracy));
    assert.equal(found.samples, 64);
  });

  it('of an earlier run is of its parameters and its notebook', async () => {
    const found = await evaluated([dataCell, networkCell, trainCell()]);
    const before = found.of.folder;
    const longer = {
      ...found.notebook,
      text: found.notebook.text.replace('test: 100', 'test: 90'),
    };
    const client = await open();
    const latest = await client.request('evaluate', { notebook: longer, network: 'Net' });
    const earlier = await client.request('evaluate', {
      ...{ notebook: longer, network: 'Net', run: before },
    });
    assert.deepEqual([latest.samples, earlier.samples], [90, 100]);
    assert.deepEqual(earlier.classes, found.classes);
  });

  it('is kept with the run, and counted again for other data or another loss', async () => {
    const found = await evaluated([dataCell, networkCell, trainCell()]);
    const reports = join(found.of.folder, 'reports');
    const kept = () => readdirSync(reports).length;
    assert.equal(kept(), 1);
    // What is in the file is given again, by another core, too.
    const [file] = readdirSync(reports);
    const { notebook, of: _, ...report } = found;
    writeFileSync(join(reports, file), JSON.stringify({ ...report, samples: 99 }));
    const other = await open();
    const again = await other.request('evaluate', { notebook, network: 'Net' });
    assert.equal(again.samples, 99);
    // That core has not seen the answers: it lets the network give them once more.
    const { confusion = [] } = found.classes!;
    const pair = await other.request('confused', {
      ...{ notebook, network: 'Net', data: 'digits', split: 'test' },
      ...{ evaluated: { run: found.run, step: found.step }, truth: 3, predicted: 3 },
    });
    assert.equal(pair.of, confusion[3][3]);
    for (const [from, to] of [
      ['test: 100', 'test: 90'],
      ['loss cross_entropy', 'loss mse'],
    ]) {
      const text = notebook.text.replace(from, to);
      const other = await client.request('evaluate', {
        notebook: { ...notebook, text },
        network: 'Net',
      });
      assert.notEqual(other.samples, 99);
    }
    assert.equal(kept(), 3);
  });

  it('tells two classes apart by one unit, with a ROC curve', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i / 40},${i >= 17 ? 'yes' : 'no'}`);
    writeFileSync(join(workspace.folder, 'step.csv'), ['x,y', ...rows].join('\n'));
    for (const [unit, outputs, loss] of [
      ['logistic', 'probabilities', 'binary_cross_entropy'],
      ['tanh', 'scores', 'mse'],
    ] as const) {
      const { classes } = await evaluated(
        [
          'data step {\n  source csv("step.csv", target: "y")\n  batch 8\n}',
          `network Net {\n  input x[1]\n  output: dense(1) ${unit}\n}`,
          `train Net on step {\n  loss ${loss}\n  optimizer adam(rate: 0.1)\n  epochs 60\n}`,
        ],
        { split: 'train' },
      );
      assert.deepEqual([classes?.names, classes?.outputs], [['no', 'yes'], outputs]);
      // The output rises or falls with x, so that it tells the classes apart.
      assert.equal(classes?.roc?.area, 1);
      assert.deepEqual(
        classes.perClass.map(({ support }) => support).reduce((a, b) => a + b),
        classes.confusion?.flat().reduce((a, b) => a + b),
      );
      assert.ok(classes.accuracy > 0.8);
    }
  });

  it('compares values with their targets', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i / 50},${i / 25 - 1},${(i / 50) ** 2}`);
    writeFileSync(join(workspace.folder, 'curve.csv'), ['x,line,square', ...rows].join('\n'));
    const { values, of, answers } = await evaluated(
      [
        'data curve {\n  source csv("curve.csv", target: ["line", "square"], task: values)\n  batch 10\n  normalize none\n}',
        'network Net {\n  input x[1]\n  output: dense(2)\n}',
        'train Net on curve {\n  loss mse\n  epochs 5\n}',
      ],
      { split: 'train' },
    );
    const { tensors } = (await of.newestCheckpoint())!;
    const [weight, bias] = ['output.weight', 'output.bias'].map((key) => tensors.get(key)!.data);
    assert.deepEqual(
      values?.targets.map(({ name }) => name),
      ['line', 'square'],
    );
    for (const [k, { points, ...scores }] of values.targets.entries()) {
      assert.equal(points?.length, answers);
      const residuals = points.map(([target, given]) => {
        const x = k === 0 ? (target + 1) / 2 : Math.sqrt(target);
        near(given, weight[k] * x + bias[k]);
        return given - target;
      });
      const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
      near(scores.rmse, Math.sqrt(mean(residuals.map((r) => r * r))));
      near(scores.mae, mean(residuals.map(Math.abs)));
      near(scores.bias, mean(residuals));
      assert.equal(
        scores.histogram?.counts.reduce((a, b) => a + b),
        answers,
      );
    }
  });

  it('counts the steps of sequences that have a target', async () => {
    const { samples, answers, classes } = await evaluated([
      'data stream {\n  source digit_stream(train: 8, test: 3, steps: 40)\n  batch 4\n}',
      'network Net {\n  input image[40, 28]\n  output: step_dense(11) softmax\n}',
      'train Net on stream {\n  epochs 1\n}',
    ]);
    assert.deepEqual([samples, answers], [3, 120]);
    assert.equal(
      classes?.confusion?.flat().reduce((a, b) => a + b),
      120,
    );
    assert.ok(classes.hardest.examples.every(({ step = -1 }) => step >= 0 && step < 40));
  });

  it('shows of an autoencoder what is hardest to reconstruct, and no answers', async () => {
    const found = await evaluated([
      dataCell,
      networkCell.replace(/output: .*/, 'dense(8)\n  output: dense(784)'),
      'train Net on digits {\n  loss reconstruction\n  epochs 1\n}',
    ]);
    assert.deepEqual([found.classes, found.values], [undefined, undefined]);
    const losses = found.hardest!.examples.map(({ loss }) => Number(loss));
    assert.equal(losses.length, 24);
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    );
    assert.ok(losses[0] > Number(found.loss?.mean));
  });

  it('finds units that say the same', async () => {
    const { units } = await evaluated([
      dataCell,
      'network Net {\n  input image[1, 28, 28]\n  H: dense(6, init: constant(0.01)) relu\n  output: dense(10) softmax\n}',
      'train Net on digits {\n  optimizer sgd(rate: 1e-6)\n  epochs 1\n}',
    ]);
    const hidden = units.find(({ layer }) => layer === 'H')!;
    assert.deepEqual([hidden.redundant, hidden.pairs?.length], [5, 5]);
    assert.equal(units.find(({ layer }) => layer === 'output')?.redundant, undefined);
  });

  it('looks at a training that goes on, at the step it has reached', async () => {
    const long = trainCell().replace('epochs 3', 'epochs 5000');
    const notebook = workspace.notebook([dataCell, networkCell, long]);
    client = await open();
    let evaluated: Promise<Evaluation> | undefined;
    const { run, end } = await finish(client, train(notebook), (event, id) => {
      if (event.event !== 'epoch' || evaluated) return;
      evaluated = client.request('evaluate', { notebook, network: 'Net' });
      void evaluated.then(() => client.request('stop', { run: id }));
    });
    const live = await evaluated!;
    assert.equal(live.run, run.id);
    assert.ok(end.event === 'done' && end.reason === 'interrupted');
    assert.ok(live.step >= 8 && live.step <= end.steps);
    assert.equal(existsSync(join(run.folder, 'reports')), false);
  });

  it('can be cancelled, and says what is missing', async () => {
    const notebook = workspace.notebook([dataCell, networkCell]);
    client = await open();
    const request = { notebook, network: 'Net' };
    const untrained = await client.request('evaluate', request);
    assert.deepEqual([untrained.run, untrained.step], [undefined, 0]);
    const cancelled = client.request('evaluate', { ...request, split: 'train', id: 'e' });
    const failed = assert.rejects(cancelled, /was cancelled/);
    while (!(await client.request('stop', { run: 'e' })).stopped);
    await failed;
    const empty = dataCell.replace('test: 100', 'test: 0');
    await assert.rejects(
      client.request('evaluate', {
        notebook: workspace.notebook([empty, networkCell]),
        ...{ network: 'Net', split: 'test' },
      }),
      /digits\.test` is empty: there is nothing to evaluate/,
    );
    await assert.rejects(
      client.request('confused', {
        ...{ ...request, data: 'digits', split: 'test', evaluated: { run: 'gone', step: 3 } },
        ...{ truth: 1, predicted: 1 },
      }),
      /`Net` has changed since it was evaluated; evaluate it again/,
    );
  });
});
