import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BoundCall } from '../../../src/language/vocabulary';
import { learningRate, readsHistory, scheduleFactor } from '../../../src/learning/schedules';

const call = (name: string, values: BoundCall['arguments'] = {}): BoundCall => ({
  name,
  arguments: values,
});

const stepsPerEpoch = 10;
const epochs = 8;

/** Factor before the step after so many epochs. */
const cases: readonly (readonly [BoundCall, Readonly<Record<number, number>>])[] = [
  [call('constant'), { 0: 1, 7.9: 1 }],
  [call('step', { every: 3, factor: 0.1 }), { 0: 1, 2.9: 1, 3: 0.1, 5.9: 0.1, 6: 0.01 }],
  [call('exponential', { factor: 0.5 }), { 0: 1, 0.5: Math.SQRT1_2, 3: 1 / 8 }],
  [call('linear', { final: 0 }), { 0: 1, 2: 0.75, 4: 0.5, 8: 0 }],
  [call('linear', { final: 0.2 }), { 0: 1, 4: 0.6, 8: 0.2 }],
  [call('cosine', { final: 0 }), { 0: 1, 2: (1 + Math.SQRT1_2) / 2, 4: 0.5, 8: 0 }],
  [call('cosine', { final: 0.1 }), { 0: 1, 4: 0.55, 8: 0.1 }],
  [
    call('warmup', { epochs: 2, then: call('linear', { final: 0 }) }),
    { 0: 1 / 20, 0.9: 0.5, 1.9: 1, 2: 1, 5: 0.5, 8: 0 },
  ],
  // 2.5 steps: the third one is at the full rate, no higher.
  [call('warmup', { epochs: 0.25, then: call('constant') }), { 0: 0.4, 0.1: 0.8, 0.2: 1, 0.3: 1 }],
  [
    call('one_cycle', { rise: 0.25, start: 0.2, final: 0.1 }),
    { 0: 0.2, 1: 0.6, 2: 1, 5: 0.55, 8: 0.1 },
  ],
  [call('one_cycle', { rise: 1, start: 0, final: 0 }), { 0: 0, 4: 0.5, 8: 1 }],
];

describe('schedules', () => {
  for (const [schedule, expected] of cases) {
    it(`${schedule.name} ${JSON.stringify(schedule.arguments)}`, () => {
      for (const [epoch, factor] of Object.entries(expected)) {
        const step = Math.round(Number(epoch) * stepsPerEpoch);
        const found = scheduleFactor(schedule, { step, stepsPerEpoch, epochs });
        assert.ok(Math.abs(found - factor) < 1e-12, `after ${epoch} epochs: ${found}`);
      }
    });
  }

  it('multiply the optimizer’s rate', () => {
    const progress = { step: 40, stepsPerEpoch, epochs };
    const rate = learningRate(call('sgd', { rate: 0.1 }), call('cosine', { final: 0 }), progress);
    assert.ok(Math.abs(rate - 0.05) < 1e-12);
  });

  const plateau = call('plateau', {
    patience: 2,
    factor: 0.1,
    metric: 'loss',
    margin: 0.05,
    final: 0.005,
  });
  /** Losses after each epoch and the factor of the epoch behind it. */
  const course: readonly (readonly [number, number])[] = [
    [1, 1],
    [0.97, 1],
    [0.94, 1],
    [0.9, 1],
    [0.92, 0.1],
    [0.91, 0.1],
    [0.7, 0.1],
    [0.7, 0.1],
    [NaN, 0.01],
    [0.8, 0.01],
    [0.8, 0.005],
  ];
  it('drop at a plateau, counted from the last improvement or drop', () => {
    assert.equal(scheduleFactor(plateau, { step: 0, stepsPerEpoch, epochs }), 1);
    course.forEach(([, factor], last) => {
      const history = course.slice(0, last + 1).map(([loss]) => ({ loss }));
      const step = (last + 1) * stepsPerEpoch;
      const found = scheduleFactor(plateau, { step, stepsPerEpoch, epochs, history });
      assert.ok(Math.abs(found - factor) < 1e-12, `after ${last + 1} epochs: ${found}`);
    });
  });

  it('say whether they read the scores of epochs', () => {
    assert.equal(readsHistory(call('cosine', { final: 0 })), false);
    assert.equal(readsHistory(call('warmup', { epochs: 1, then: plateau })), true);
  });
});
