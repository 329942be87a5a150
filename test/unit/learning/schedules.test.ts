import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BoundCall } from '../../../src/language/vocabulary';
import { learningRate, scheduleFactor } from '../../../src/learning/schedules';

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
});
