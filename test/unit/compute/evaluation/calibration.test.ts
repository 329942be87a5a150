import { deepEqual, ok } from 'node:assert/strict';
import { CalibrationCount } from '../../../../src/compute/evaluation/calibration';

function calibration(bins: number, answers: readonly (readonly [number, boolean])[]) {
  const count = new CalibrationCount(bins);
  for (const [confidence, isRight] of answers) count.add(confidence, isRight);
  return count.result;
}

describe('calibration', () => {
  it('compares confidence and accuracy bin by bin', () => {
    // By hand: ¼ of the answers are off by 0.25, ¾ by (2.5 − 2) / 3.
    const { bins, error } = calibration(2, [
      [0.25, false],
      [0.625, true],
      [0.875, false],
      [1, true],
    ]);
    deepEqual(bins, [
      { from: 0, to: 0.5, count: 1, confidence: 0.25, accuracy: 0 },
      { from: 0.5, to: 1, count: 3, confidence: 2.5 / 3, accuracy: 2 / 3 },
    ]);
    ok(Math.abs(error - (0.25 / 4 + 0.5 / 4)) < 1e-12);
  });

  it('puts the ends of bins into the lower one, 0 into the first and 1 into the last', () => {
    const counts = calibration(
      4,
      [0, 0.25, 0.5, 0.75, 1].map((confidence) => [confidence, true] as const),
    ).bins.map(({ count }) => count);
    deepEqual(counts, [2, 1, 1, 1]);
  });

  it('has no error where each bin is right as often as it is sure', () => {
    const answers = [0.25, 0.75].flatMap((confidence) =>
      Array.from({ length: 4 }, (_, i) => [confidence, i < 4 * confidence] as const),
    );
    deepEqual(calibration(2, answers).error, 0);
  });

  it('tells nothing of empty bins', () => {
    deepEqual(calibration(2, [[0.9, true]]).bins[0], { from: 0, to: 0.5, count: 0 });
  });
});
