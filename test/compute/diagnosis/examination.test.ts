import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { answerTally } from '../../../src/compute/training/answerTally';
import { relativeUpdates } from '../../../src/compute/training/examiner';
import type { Dataset } from '../../../src/data/dataset';
import type { RunEvent } from '../../../src/runs/events';
import { networkOf } from '../../unit/network/support';
import { Workspace } from '../support';
import { trainHere, trainingOf } from '../training';

type Examined = Extract<RunEvent, { event: 'examined' }>;

describe('a look at a network in training', () => {
  const workspace = new Workspace();

  async function looksOf(cells: readonly string[]): Promise<Examined[]> {
    const looks: Examined[] = [];
    await trainHere(trainingOf(workspace.notebook([...cells])), {
      onEvent: (event) => {
        if (event.event === 'examined') looks.push(event);
      },
    });
    return looks;
  }

  const digits = 'data digits {\n  source digits(train: 240, test: 40, seed: 5)\n  batch 20\n}';
  const net =
    'network Net {\n  input image[1, 28, 28]\n  H: dense(8) relu\n  output: dense(10) softmax\n}';

  it('comes after the first steps, after epochs 1, 2, 4 and 8, and at the end', async () => {
    const looks = await looksOf([digits, net, 'train Net on digits {\n  epochs 11\n}']);
    assert.deepEqual(
      looks.map(({ step, epoch }) => [step, epoch]),
      [[10, 0], ...[1, 2, 4, 8, 11].map((epoch) => [12 * epoch, epoch])],
    );
  });

  it('measures how far the last step went: plain descent moves each parameter by rate times gradient', async () => {
    const looks: Examined[] = [];
    let gradients: Extract<RunEvent, { event: 'step' }> | undefined;
    const cells = [digits, net, 'train Net on digits {\n  optimizer sgd(rate: 0.5)\n  epochs 1\n}'];
    const run = await trainHere(trainingOf(workspace.notebook(cells)), {
      onEvent: (event) => {
        if (event.event === 'step' && event.step === 12) gradients = event;
        if (event.event === 'examined') looks.push(event);
      },
    });
    const told = gradients?.values.gradients;
    const { tensors } = (await run.newestCheckpoint()) ?? {};
    assert.ok(Array.isArray(told) && tensors);
    const [weight] = told.map(Number);
    const after = tensors.get('H.weight')!.data;
    const norm = Math.sqrt(after.reduce((sum, w) => sum + w * w, 0));
    const ratio = looks.at(-1)?.updates.find(({ key }) => key === 'H.weight')?.ratio;
    // The weights before the step are nearly as long as those after it.
    assert.ok(Math.abs(Number(ratio) / ((0.5 * weight) / norm) - 1) < 0.02, `${ratio}`);
  });

  it('counts the classes that are there, and what is answered to them', async () => {
    const [look] = (await looksOf([digits, net, 'train Net on digits {\n  epochs 1\n}'])).slice(-1);
    assert.equal(look.samples, 240);
    assert.ok(look.answers?.kind === 'classes');
    const { truth, given, right } = look.answers;
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    assert.deepEqual([sum(truth), sum(given)], [240, 240]);
    assert.ok(right.every((count, i) => count <= Math.min(truth[i], given[i])));
  });

  it('finds the validation samples that are training samples, too', async () => {
    // The last 40 of the training rows come again among the rows that are held out, wherever these lie.
    const row = (i: number) => [...Array(8).keys()].map((k) => ((i * 37 + k * 11) % 101) / 100);
    const line = (i: number) => [...row(i), i % 2 ? 'odd' : 'even'].join(',');
    const rows = [...Array(100).keys()].flatMap((i) => (i < 60 ? [line(i)] : [line(i), line(i)]));
    writeFileSync(join(workspace.folder, 'rows.csv'), `a,b,c,d,e,f,g,h,y\n${rows.join('\n')}\n`);
    const data = (held: number) =>
      `data rows {\n  source csv("rows.csv", target: "y", test: 0)\n  split validation ${held}\n  batch 10\n}`;
    const table =
      'network Net {\n  input row[8]\n  H: dense(4) tanh\n  output: dense(2) softmax\n}';
    const looks = await looksOf([data(40), table, 'train Net on rows {\n  epochs 1\n}']);
    const { overlap } = looks.at(-1) ?? {};
    assert.equal(overlap?.split, 'validation');
    assert.equal(overlap.of, 40);
    assert.ok(overlap.found > 10 && overlap.found < 35, `${overlap.found}`);
  });
});

describe('relative updates', () => {
  const tensors = (numbers: readonly number[]) =>
    new Map([['W', { shape: [numbers.length], data: Float32Array.from(numbers) }]]);

  const cases: readonly (readonly [string, readonly number[], readonly number[], number])[] = [
    ['a parameter that grew', [3, 4], [6, 8], 0.5],
    ['a parameter that shrank', [6, 8], [3, 4], 0.5],
    ['one that was zero changes by all it is', [0, 0], [1, 0], 1],
    ['one that stays', [1, 2], [1, 2], 0],
    ['one that stays zero', [0, 0], [0, 0], 0],
  ];
  for (const [name, before, after, ratio] of cases)
    it(name, () => {
      const [found] = relativeUpdates(['W'], tensors(before), tensors(after));
      assert.equal(found?.ratio, ratio);
    });
});

describe('answers beside their targets', () => {
  const dataset = (target: Dataset['target']) => ({ target }) as Dataset;
  const head = (line: string) =>
    networkOf(`network Net {\n  input x[3]\n  output: ${line}\n}`).outputs[0];

  it('of values: error, variance and what the output cannot reach', () => {
    const tally = answerTally(
      head('dense(2) logistic'),
      dataset({ kind: 'values', names: ['a', 'b'] }),
    );
    tally?.add(Float32Array.of(0.5, 0.5, 0.5, 0.5), Float32Array.of(0, 2, 1, 4));
    assert.deepEqual(tally?.told, {
      kind: 'values',
      error: [0.25, (1.5 ** 2 + 3.5 ** 2) / 2],
      variance: [0.25, 1],
      beyond: 0.5,
      ends: [0, 1],
    });
  });

  it('of two classes told by one unit: above one half it is the second', () => {
    const tally = answerTally(
      head('dense(1) logistic'),
      dataset({ kind: 'classes', names: ['no', 'yes'] }),
    );
    tally?.add(Float32Array.of(0.9, 0.2, 0.6), Float32Array.of(0, 1, 1, 0, 1, 0));
    assert.deepEqual(tally?.told, {
      kind: 'classes',
      names: ['no', 'yes'],
      truth: [2, 1],
      given: [1, 2],
      right: [1, 1],
    });
  });

  it('of steps: those without a target do not count', () => {
    const tally = answerTally(
      networkOf('network Net {\n  input x[2, 3]\n  output: step_dense(2) softmax\n}').outputs[0],
      dataset({ kind: 'classes', names: ['a', 'b'], steps: 2 }),
    );
    tally?.add(Float32Array.of(0.9, 0.1, 0.1, 0.9), Float32Array.of(1, 0, 1, 0, 0, 0));
    assert.ok(tally?.told?.kind === 'classes');
    assert.deepEqual(
      [tally.told.truth, tally.told.right],
      [
        [1, 0],
        [1, 0],
      ],
    );
  });

  it('are not compared where there are other numbers of them', () => {
    assert.equal(
      answerTally(head('dense(3)'), dataset({ kind: 'values', names: ['a'] })),
      undefined,
    );
  });
});
