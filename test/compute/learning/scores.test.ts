import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildEvaluation } from '../../../src/learning/evaluation';
import type { TrainPlan } from '../../../src/learning/plan';
import { buildTrainingStep, incompatibilities } from '../../../src/learning/rules';
import { sessionOf } from '../graph/support';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan, tensor } from './support';

const targets = { kind: 'classes', count: 4 } as const;
const names = (measures: readonly { readonly name: string; readonly label: string }[]) =>
  measures.map(({ name, label }) => [name, label]);

/** What an evaluation of heads that pass on four numbers tells of samples. */
async function scored(
  heads: readonly string[],
  more: Partial<TrainPlan>,
  samples: readonly (readonly number[])[],
  classes: readonly number[],
): Promise<Record<string, number>> {
  const network = networkOf(chain('x[4]', ...heads));
  const evaluation = buildEvaluation(network, plan(more), { targets });
  const rows = classes.flatMap((label) => [0, 1, 2, 3].map((i) => Number(i === label)));
  const identity = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => Number(i === j)));
  // The head `turned` gives the opposite.
  const weightOf = (key: string) => identity.map((one) => (key.startsWith('turned') ? -one : one));
  const parameters = evaluation.parameters.map(
    ({ key, input }) => [input, tensor(weightOf(key), [4, 4])] as const,
  );
  const session = await sessionOf(evaluation.graph);
  try {
    const found = await session.run({
      ...Object.fromEntries(parameters),
      samples: tensor(samples.flat(), [samples.length, 4]),
      targets: tensor(rows, [samples.length, 4]),
    });
    return Object.fromEntries(
      evaluation.measures.map(({ name, output }) => [name, Number(found[output].data[0])]),
    );
  } finally {
    await session.release();
  }
}

const samples = [
  [4, 3, 2, 1],
  [0, 1, 5, 2],
  [1, 1, 1, 0],
  [0, 0, 0, 0],
];
const mse = call('mse');

describe('top-k accuracy', () => {
  const cases = [
    // In the second place; in the last; one of three for two places; one of four for two places.
    [2, [1, 0, 2, 3], 1 + 0 + 2 / 3 + 1 / 2],
    [3, [1, 1, 2, 3], 1 + 1 + 1 + 3 / 4],
    [1, [0, 2, 0, 1], 1 + 1 + 1 / 3 + 1 / 4],
  ] as const;
  for (const [k, classes, expected] of cases) {
    it(`counts classes among the ${k} greatest outputs, of equal ones by chance`, async () => {
      const watch = [call('top_k', { k })];
      const found = await scored(
        ['output: dense(4, bias: false)'],
        { loss: mse, watch },
        samples,
        classes,
      );
      assert.ok(Math.abs(found.top_k - expected) < 1e-6);
      if (k === 1) assert.equal(found.accuracy, found.top_k);
    });
  }

  it('is told of training, too, with its number', () => {
    const network = networkOf(chain('x[3]', 'output: dense(4) softmax'));
    const { measures } = buildTrainingStep(network, plan({ watch: [call('top_k', { k: 2 })] }), {
      batch: 2,
      targets,
    });
    assert.deepEqual(names(measures).slice(0, 3), [
      ['loss', 'loss'],
      ['accuracy', 'accuracy'],
      ['top_k', 'top-2 accuracy'],
    ]);
  });

  it('needs more classes than places, and a unit for each', () => {
    const of = (head: string, k: number, count = 4, kind: 'classes' | 'values' = 'classes') =>
      incompatibilities({
        network: networkOf(chain('x[3]', head)),
        plan: plan({ loss: mse, watch: [call('top_k', { k })] }),
        targets: { kind, count },
      }).map(({ message }) => message);
    assert.deepEqual(of('output: dense(4)', 3), []);
    assert.match(of('output: dense(4)', 4)[0], /`top_k\(4\)` of 4 classes is always right/);
    assert.match(of('output: dense(1)', 1, 2)[0], /needs classes with an output for each/);
    assert.match(of('output: dense(4)', 1, 4, 'values')[0], /remove `watch top_k`/);
  });
});

/** Sums of what a layer of one weight for each pixel and class says of a shifted and perhaps mirrored image. */
function answersTo(
  image: readonly number[],
  weights: readonly (readonly number[])[],
  [down, right]: readonly [number, number],
  mirrored: boolean,
): number[] {
  const pixel = (row: number, column: number): number =>
    row < 0 || row > 2 || column < 0 || column > 2 ? 0 : image[row * 3 + column];
  return weights.map((of) =>
    of.reduce((sum, weight, i) => {
      const [row, column] = [Math.floor(i / 3), i % 3];
      return sum + weight * pixel(row + down, (mirrored ? 2 - column : column) + right);
    }, 0),
  );
}

describe('ten-crop accuracy', () => {
  const network = networkOf(chain('x[1, 3, 3]', 'output O: dense(2, bias: false) softmax'));
  const two = { kind: 'classes', count: 2 } as const;
  const watch = [call('crops', { padding: 1 })];

  it('scores the mean answer to corners and middle and what mirrors them', async () => {
    const draw = (count: number, factor: number) =>
      Array.from({ length: count }, (_, i) => Math.sin(factor * (i + 1)));
    const images = Array.from({ length: 40 }, (_, n) => draw(9, 1.7 * n + 0.3));
    const weights = [draw(9, 2.3), draw(9, 3.1)];
    const labels = images.map((_, n) => n % 2);
    const softmax = (sums: readonly number[]) => {
      const powers = sums.map(Math.exp);
      return powers.map((power) => power / (powers[0] + powers[1]));
    };
    const offsets = [-1, 1].flatMap((down) => [-1, 1].map((right) => [down, right] as const));
    const right = images.map((image, n) => {
      const answers = [...offsets, [0, 0] as const].flatMap((offset) =>
        [false, true].map((mirrored) => softmax(answersTo(image, weights, offset, mirrored))),
      );
      const mean = [0, 1].map((k) => answers.reduce((sum, answer) => sum + answer[k], 0) / 10);
      return Number(mean[labels[n]] > mean[1 - labels[n]]);
    });
    const evaluation = buildEvaluation(network, plan({ watch }), { targets: two });
    const session = await sessionOf(evaluation.graph);
    try {
      const [{ input }] = evaluation.parameters;
      const found = await session.run({
        [input]: tensor(weights.flat(), [2, 9]),
        samples: tensor(images.flat(), [40, 1, 3, 3]),
        targets: tensor(
          labels.flatMap((label) => [1 - label, label]),
          [40, 2],
        ),
      });
      const { output } = evaluation.measures.find(({ name }) => name === 'crops')!;
      const expected = right.reduce((sum, one) => sum + one, 0);
      assert.ok(expected > 4 && expected < 36);
      assert.equal(Number(found[output].data[0]), expected);
    } finally {
      await session.release();
    }
  });

  it('is told by evaluations only', () => {
    const { measures } = buildTrainingStep(network, plan({ watch }), { batch: 2, targets: two });
    assert.ok(!measures.some(({ name }) => name === 'crops'));
  });

  it('needs images', () => {
    const rows = networkOf(chain('x[9]', 'output O: dense(2) softmax'));
    const [{ message }] = incompatibilities({ network: rows, plan: plan({ watch }), targets: two });
    assert.match(message, /`crops` needs images \[channels, height, width\]/);
  });
});

describe('scores of several heads', () => {
  it('are those of each beside those of all', async () => {
    const heads = [
      'output turned weight 0.5: dense(4, bias: false)',
      'output main: dense(4, bias: false)',
    ];
    const found = await scored(heads, { loss: mse }, samples.slice(0, 2), [0, 0]);
    const square = (row: readonly number[], sign: number) =>
      row.reduce((sum, x, i) => sum + (sign * x - Number(i === 0)) ** 2, 0) / 4;
    const [main, turned] = [1, -1].map(
      (sign) => square(samples[0], sign) + square(samples[1], sign),
    );
    assert.deepEqual(found, {
      loss: main + turned / 2,
      accuracy: 1,
      'loss of main': main,
      'loss of turned': turned,
      'accuracy of turned': 1,
    });
  });

  it('are not told of a single one', () => {
    const network = networkOf(chain('x[3]', 'output: dense(4) softmax'));
    const { measures } = buildEvaluation(network, plan(), { targets });
    assert.deepEqual(
      measures.map(({ name }) => name),
      ['loss', 'accuracy'],
    );
  });
});
