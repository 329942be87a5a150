import assert from 'node:assert/strict';
import { epochAxis, phaseAt, phaseSpans } from '../../../src/views/phases';
import type { TrainingSnapshot } from '../../../src/views/payloads';
import { training } from '../../../webview/harness/fixtures';

/** A pass, then 2 epochs of 100 steps, then 4 of 10, of which the first is done. */
const phased = (): TrainingSnapshot => ({
  ...training(0),
  epochs: 6,
  steps: 240,
  stepsPerEpoch: 10,
  phases: [
    { name: 'white', step: 0 },
    { name: 'codes', step: 0 },
    { name: 'classes', step: 200 },
  ],
  epochScores: [100, 200, 210].map((step, i) => ({ epoch: i + 1, step, train: {} })),
});

describe('the axis of epochs', () => {
  const places: readonly [step: number, epoch: number][] = [
    [0, 0],
    [50, 0.5],
    [200, 2],
    [205, 2.5],
    [210, 3],
    [225, 4.5],
  ];
  for (const [step, epoch] of places)
    it(`has step ${step} at ${epoch}, whatever an epoch takes in each phase`, () => {
      assert.equal(epochAxis(phased())(step), epoch);
    });

  it('goes by the steps of an epoch before the first has ended', () => {
    assert.equal(epochAxis({ epochScores: [], stepsPerEpoch: 40 })(10), 0.25);
  });

  it('of a pass, which makes no steps, stays at its beginning', () => {
    assert.equal(epochAxis({ epochScores: [], stepsPerEpoch: 0 })(0), 0);
  });
});

describe('phases of a training', () => {
  it('lie one behind the other; a pass takes no place, and the last goes on to the end', () => {
    assert.deepEqual(
      phaseSpans(phased()).map(({ name, from, to }) => [name, from, to]),
      [
        ['codes', 0, 2],
        ['classes', 2, 6],
      ],
    );
  });

  it('own their last step, not their first', () => {
    const names = [100, 200, 201].map((step) => phaseAt(phased(), step));
    assert.deepEqual(names, ['codes', 'codes', 'classes']);
  });

  it('are not told where there is one', () => {
    assert.equal(phaseAt({ phases: [] }, 5), undefined);
  });
});
