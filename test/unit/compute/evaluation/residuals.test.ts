import { deepEqual, equal, ok } from 'node:assert/strict';
import { histogram, quantile, residualScores } from '../../../../src/compute/evaluation/residuals';

describe('residuals', () => {
  it('score as in scikit-learn’s guide: targets 3 −0.5 2 7, predictions 2.5 0 2 8', () => {
    const scores = residualScores([2.5, 0, 2, 8], [3, -0.5, 2, 7]);
    ok(Math.abs(scores.rmse ** 2 - 0.375) < 1e-12); // mean_squared_error
    equal(scores.mae, 0.5); // mean_absolute_error
    equal(scores.r2!.toFixed(3), '0.949'); // r2_score
    equal(scores.bias, 0.25);
  });

  it('have no R² where all targets are equal', () => {
    const scores = residualScores([1, 2], [3, 3]);
    equal('r2' in scores, false);
    equal(scores.mae, 1.5);
  });

  it('have quantiles of prediction − target', () => {
    const wanted = new Array<number>(101).fill(10);
    const given = wanted.map((target, i) => target + ((i * 37) % 101));
    deepEqual(residualScores(given, wanted).quantiles, [5, 25, 50, 75, 95]);
  });

  it('are counted in bins around zero', () => {
    deepEqual(histogram([-3, -1, -0.5, 0, 0.9, 3], 3), { from: -3, to: 3, counts: [1, 4, 1] });
    deepEqual(histogram([0, 0], 3), { from: -1, to: 1, counts: [0, 2, 0] });
  });
});

describe('a quantile', () => {
  it('lies between numbers as in NumPy: quantile([1, 2, 3, 4], 0.4) = 2.2', () => {
    ok(Math.abs(quantile([1, 2, 3, 4], 0.4) - 2.2) < 1e-12);
    equal(quantile([7], 0.95), 7);
  });
});
