import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rateSearch } from '../../../src/compute/protocol/protocol';
import { dataCell, networkCell, notebookCells, trainCell } from '../notebooks';
import { bundles, cores, Workspace } from '../support';

const find = (settings = '') => `find rate of Net on digits {\n  ${settings}\n}`;

describe('a range test of learning rates', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const search = async (cells: string[], more: object = {}, action = 0) => {
    const client = await open();
    const notebook = workspace.notebook(cells);
    const request = { notebook, action, device: 'cpu', id: 'test', ...more } as const;
    return rateSearch.parse(await client.request('perform', request));
  };

  it('goes down a parabola as the closed form says, and stops where that diverges', async () => {
    // Every sample is x = 2, y = 3: with r = w x + b − y the loss is r², and a step multiplies r by 1 − 2η (x² + 1).
    const rows = Array.from({ length: 40 }, () => '2,3').join('\n');
    writeFileSync(join(workspace.folder, 'line.csv'), `x,y\n${rows}\n`);
    const cells = [
      'data line {\n  source csv("line.csv", target: "y", task: values, test: 0.2)\n  batch 8\n}',
      'network Line {\n  input x[1]\n  output: dense(1)\n}',
      'find rate of Line {\n  from 1e-4 to 10\n  steps 60\n}',
      'train Line on line {\n  loss mse\n  optimizer sgd(rate: 1)\n}',
    ];
    const { measure, points, diverged, steepest, openEnded } = await search(cells);
    assert.equal(measure.name, 'loss');
    const residuals = [1];
    for (const { rate } of points) residuals.push(residuals.at(-1)! * (1 - 2 * rate * 5));
    const first = points[0].value;
    points.forEach(({ rate, value }, step) => {
      assert.ok(Math.abs(rate / (1e-4 * 1e5 ** (step / 59)) - 1) < 1e-12);
      const expected = first * residuals[step] ** 2;
      assert.ok(
        Math.abs(value - expected) < 0.02 * expected + 1e-6,
        `${step}: ${value}, ${expected}`,
      );
    });
    assert.equal(diverged, true);
    assert.equal(openEnded, false);
    // |1 − 10 η| exceeds 1 from 0.2 on.
    assert.ok(points.at(-1)!.rate > 0.2 && points.at(-1)!.rate < 10);
    assert.ok(steepest! > 1e-3 && steepest! < 0.2, `${steepest}`);
  });

  it('gives the same numbers again, trains nothing that is kept, and takes accumulated batches', async () => {
    const cells = [...notebookCells('accumulate 2\naverage ema 0.9'), find('steps 24')];
    const a = await search(cells, {}, 1);
    const b = await search(cells, {}, 1);
    assert.deepEqual(a, b);
    assert.equal(a.batch, 64);
    assert.equal(a.points.length, 24);
    assert.ok(!existsSync(join(workspace.folder, '.dnn')));
    assert.notDeepEqual((await search(cells, { seed: 9 }, 1)).points, a.points);
  });

  it('suggests a rate that trains, between the ends', async () => {
    const { steepest, tenthOfMinimum, points } = await search([
      dataCell,
      networkCell,
      find('steps 80'),
    ]);
    assert.ok(steepest! > 1e-5 && steepest! < 0.1, `${steepest}`);
    assert.ok(tenthOfMinimum! > 1e-5 && tenthOfMinimum! < 0.1, `${tenthOfMinimum}`);
    const smoothed = points.map((point) => point.smoothed);
    assert.ok(Math.min(...smoothed) < 0.8 * smoothed[0]);
  });

  it('follows what the rule of the training pursues, and names it', async () => {
    const { measure, points } = await search(
      [
        dataCell,
        'network Net {\n  input image[1, 28, 28]\n  output: dense(10)\n}',
        'train Net on digits {\n  rule delta\n}',
        find('steps 10'),
      ],
      {},
      1,
    );
    assert.equal(measure.label, 'squared error');
    assert.equal(points.length, 10);
  });

  it('tells how far it is, and stops when asked to', async () => {
    const client = await open();
    const notebook = workspace.notebook([dataCell, networkCell, find('steps 100000')]);
    const told: number[] = [];
    client.onEvent(({ run, event }) => {
      assert.equal(run, 'mine');
      if (event.event !== 'progress') return;
      told.push(event.step);
      if (told.length === 2) void client.request('stop', { run });
    });
    const request = { notebook, action: 0, id: 'mine' };
    const found = rateSearch.parse(await client.request('perform', request));
    assert.ok(told.length >= 2);
    assert.ok(found.points.length >= told[1] && found.points.length < 100_000);
    assert.equal(found.diverged, false);
    assert.equal(found.stopped, true);
  });

  it('is about the first phase that makes steps and whose optimizer takes a rate, and what its rule lowers', async () => {
    const layers = (head: string) =>
      `network Net {\n  input image[1, 28, 28]\n  H1: dense(6) logistic\n  H2: dense(6) logistic\n  output: dense(10) ${head}\n}`;
    const cases = [
      ['rule layerwise', 'softmax', 'H1', 'loss'],
      ['rule layerwise(around: cd)', 'softmax', 'fine-tuning', 'loss'],
      ['phase one: cd { layers H1 }; phase two: backprop', '', 'one', 'reconstruction error'],
      ['phase one: delta { layers output }', '', 'one: delta', 'squared error'],
      [
        'phase one: backprop { optimizer rprop }; phase two: backprop { epochs 0 }',
        'softmax',
        'two',
        'loss',
      ],
    ];
    for (const [settings, head, phase, measure] of cases) {
      const training = `train Net on digits {\n  ${settings.replaceAll('; ', '\n  ')}\n}`;
      const found = await search([dataCell, layers(head), training, find('steps 10')], {}, 1);
      assert.deepEqual([found.phase, found.measure.label], [phase, measure]);
      assert.equal(found.points.length, 10);
    }
  });

  it('tells the mean over the samples of a batch', async () => {
    const net = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10, init: zeros)\n}';
    const training = 'train Net on digits {\n  rule delta\n}';
    const { points } = await search([dataCell, net, training, find('steps 10')], {}, 1);
    // All outputs are 0, one of the ten targets is 1.
    assert.ok(Math.abs(points[0].value - 0.5) < 1e-6, `${points[0].value}`);
  });

  it('points at what the training lacks', async () => {
    const cells = [
      dataCell,
      networkCell.replace('[1, 28, 28]', '[1, 14, 14]'),
      find(),
      trainCell(),
    ];
    await assert.rejects(search(cells), ({ failure }: { failure: { line?: number } }) => {
      assert.equal(typeof failure.line, 'number');
      return true;
    });
  });
});
