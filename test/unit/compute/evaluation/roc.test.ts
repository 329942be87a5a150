import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { rocCurve, thinned } from '../../../../src/compute/evaluation/roc';

const curve = (scores: readonly number[], classes: readonly number[], most = 100) =>
  rocCurve(scores, (i) => classes[i] === 1, most);

/** Mann and Whitney: how often one of the class scores higher than one of the others; a tie counts half. */
function pairsWon(scores: readonly number[], classes: readonly number[]): number {
  let [won, pairs] = [0, 0];
  scores.forEach((score, i) =>
    scores.forEach((other, j) => {
      if (classes[i] !== 1 || classes[j] !== 0) return;
      pairs++;
      won += score > other ? 1 : score === other ? 0.5 : 0;
    }),
  );
  return won / pairs;
}

describe('the ROC curve', () => {
  it('is that of scikit-learn’s example: scores 0.1 0.4 0.35 0.8, classes 0 0 1 1, area 0.75', () => {
    const roc = curve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])!;
    equal(roc.area, 0.75);
    deepEqual(
      roc.points.map(({ falsePositive, truePositive }) => [falsePositive, truePositive]),
      [
        [0, 0],
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
        [1, 1],
      ],
    );
  });

  it('slopes over ties: equal scores tell nothing', () => {
    const roc = curve([1, 1, 1, 1], [0, 1, 0, 1])!;
    equal(roc.area, 0.5);
    equal(roc.points.length, 2);
  });

  it('needs both classes', () => {
    equal(curve([1, 2], [1, 1]), undefined);
    equal(curve([1, 2], [0, 0]), undefined);
  });

  it('has the area of all pairs won, also with ties', () => {
    const sample = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 40 }), (samples) => {
        const [scores, classes] = [samples.map(([s]) => s), samples.map(([, c]) => c)];
        const roc = curve(scores, classes);
        const expected = pairsWon(scores, classes);
        if (Number.isNaN(expected)) return equal(roc, undefined);
        ok(Math.abs(roc!.area - expected) < 1e-12);
      }),
    );
  });

  it('keeps its ends and its area when it is thinned', () => {
    const scores = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    const classes = scores.map((score, i) => (score + Math.sin(i * i) > 0 ? 1 : 0));
    const [whole, few] = [curve(scores, classes, 1e6)!, curve(scores, classes, 20)!];
    equal(few.points.length, 20);
    equal(few.area, whole.area);
    deepEqual([few.points[0], few.points[19]], [whole.points[0], whole.points.at(-1)]);
  });
});

describe('thinning', () => {
  it('chooses evenly', () => {
    deepEqual(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3), [0, 4, 8]);
    deepEqual(thinned([1, 2], 3), [1, 2]);
  });
});
