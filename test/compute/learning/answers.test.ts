import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildEvaluation } from '../../../src/learning/evaluation';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { Targets } from '../../../src/learning/entries';
import type { BoundCall } from '../../../src/language/vocabulary';
import { sessionOf } from '../graph/support';
import { chain, networkOf } from '../../unit/network/support';
import { call, plan, tensor, train } from './support';

const classes: Targets = { kind: 'classes', count: 2 };
const zeroOne: Targets = { kind: 'values', count: 1, levels: [0, 1] };
const plusMinus: Targets = { kind: 'values', count: 1, levels: [-1, 1] };
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const mse = call('mse');
const squares = (y: number, t: number): number => (y - t) ** 2;

interface Case {
  readonly head: string;
  readonly loss: BoundCall;
  readonly targets: Targets;
  /** The output of a unit for a sum. */
  readonly unit: (x: number) => number;
  /** What stands for no and for yes in the loss. */
  readonly levels: readonly [number, number];
  readonly cost: (y: number, t: number) => number;
  readonly threshold: number;
}

const cases: Readonly<Record<string, Case>> = {
  'a logistic unit, squared error': {
    ...{ head: 'logistic', loss: mse, targets: classes },
    ...{ unit: logistic, levels: [0, 1], cost: squares, threshold: 0.5 },
  },
  'a logistic unit, cross-entropy': {
    ...{ head: 'logistic', loss: call('binary_cross_entropy'), targets: classes },
    ...{ unit: logistic, levels: [0, 1], threshold: 0.5 },
    cost: (y, t) => -t * Math.log(y) - (1 - t) * Math.log(1 - y),
  },
  'a tanh unit': {
    ...{ head: 'tanh', loss: mse, targets: classes },
    ...{ unit: Math.tanh, levels: [-1, 1], cost: squares, threshold: 0 },
  },
  'a linear unit': {
    ...{ head: '', loss: mse, targets: classes },
    ...{ unit: (x) => x, levels: [-1, 1], cost: squares, threshold: 0 },
  },
  'a linear unit with a margin': {
    ...{ head: '', loss: call('squared_hinge'), targets: classes },
    ...{ unit: (x) => x, levels: [-1, 1], threshold: 0 },
    cost: (y, t) => Math.max(0, 1 - y * t) ** 2,
  },
  'values 0 and 1': {
    ...{ head: '', loss: mse, targets: zeroOne },
    ...{ unit: (x) => x, levels: [0, 1], cost: squares, threshold: 0.5 },
  },
  'values −1 and 1': {
    ...{ head: 'tanh', loss: mse, targets: plusMinus },
    ...{ unit: Math.tanh, levels: [-1, 1], cost: squares, threshold: 0 },
  },
  'values 0 and 1 with a margin': {
    ...{ head: '', loss: call('squared_hinge'), targets: zeroOne },
    ...{ unit: (x) => x, levels: [-1, 1], threshold: 0 },
    cost: (y, t) => Math.max(0, 1 - y * t) ** 2,
  },
};

/** Sums of the unit, which reads its input with weight 1, and whether each sample says yes. */
const sums = [-2, -0.4, 0.3, 0.9, 1.5, -0.1];
const yes = [false, true, true, false, true, false];

describe('one unit that answers no or yes, against closed forms', () => {
  for (const [name, { head, loss, targets, unit, levels, cost, threshold }] of Object.entries(
    cases,
  )) {
    it(name, async () => {
      const network = networkOf(chain('x[1]', `output: dense(1) ${head}`));
      const state = () =>
        new Map([
          ['output.weight', Float32Array.of(1)],
          ['output.bias', Float32Array.of(0)],
        ]);
      const rows = yes.flatMap((is) => {
        if (targets.kind === 'classes') return is ? [0, 1] : [1, 0];
        return [targets.levels![is ? 1 : 0]];
      });
      const batch = { samples: sums, targets: rows };
      const options = { batch: sums.length, targets };
      const step = buildTrainingStep(network, plan({ loss }), options);
      const [told] = await train(step, state(), [batch], 0.1);

      const outputs = sums.map(unit);
      const costs = outputs.map((y, i) => cost(y, levels[yes[i] ? 1 : 0]));
      const total = costs.reduce((sum, value) => sum + value, 0);
      const right = outputs.filter((y, i) => y > threshold === yes[i]).length;
      assert.ok(Math.abs(told.loss - total / sums.length) < 1e-6);
      assert.equal(told.accuracy, right);

      const evaluation = buildEvaluation(network, { loss }, options);
      const session = await sessionOf(evaluation.graph);
      const found = await session.run({
        samples: tensor(sums, [sums.length, 1]),
        targets: tensor(rows, [sums.length, targets.count]),
        'output.weight': tensor([1], [1, 1]),
        'output.bias': tensor([0], [1]),
      });
      const measured = evaluation.measures.map(({ output }) => Number(found[output].data[0]));
      await session.release();
      assert.ok(Math.abs(measured[0] - total) < 1e-5);
      assert.equal(measured[1], right);
    });
  }

  const counted = async (targets: Targets, samples: number[], rows: number[], head: string) => {
    const network = networkOf(chain(`x[${targets.kind === 'values' ? targets.count : 1}]`, head));
    const units = targets.kind === 'values' ? targets.count : 1;
    const options = { batch: rows.length / targets.count, targets };
    const step = buildTrainingStep(network, plan({ loss: mse }), options);
    const weight = Float32Array.from({ length: units * units }, (_, i) =>
      i % (units + 1) === 0 ? 1 : 0,
    );
    const [{ accuracy }] = await train(
      step,
      new Map([['output.weight', weight]]),
      [{ samples, targets: rows }],
      0.1,
    );
    return accuracy;
  };

  it('in the middle is right by half', async () => {
    assert.equal(
      await counted(classes, [0, 0, 3], [0, 1, 1, 0, 0, 1], 'output: dense(1) logistic'),
      2,
    );
  });

  it('several values are right together', async () => {
    const targets: Targets = { kind: 'values', count: 2, levels: [0, 1] };
    const samples = [0.9, 0.2, 0.9, 0.8, 0.1, 0.7];
    assert.equal(await counted(targets, samples, [1, 0, 1, 0, 0, 1], 'output: dense(2)'), 2);
  });

  it('other values are neither right nor wrong', async () => {
    const targets: Targets = { kind: 'values', count: 1 };
    assert.equal(await counted(targets, [0.9, 0.2], [1, 0], 'output: dense(1)'), undefined);
  });
});
