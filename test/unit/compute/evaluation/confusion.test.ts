import { deepEqual, equal } from 'node:assert/strict';
import { ConfusionMatrix, macroAverage } from '../../../../src/compute/evaluation/confusion';

/** Pairs of [truth, predicted]. */
function matrix(classes: number, answers: readonly (readonly [number, number])[]): ConfusionMatrix {
  const counted = new ConfusionMatrix(classes);
  for (const [truth, predicted] of answers) counted.add(truth, predicted);
  return counted;
}

/** The example of scikit-learn's guide: y_true = 0 1 2 2 0, y_pred = 0 0 2 2 0 (and no class 3). */
const guide = matrix(4, [
  [0, 0],
  [1, 0],
  [2, 2],
  [2, 2],
  [0, 0],
]);

describe('a confusion matrix', () => {
  it('has a row for each true class', () => {
    deepEqual(guide.rows, [
      [2, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('tells precision, recall and F1 of each class, and none where there is nothing to divide by', () => {
    deepEqual(guide.perClass, [
      { support: 2, predicted: 3, right: 2, precision: 2 / 3, recall: 1, f1: 0.8 },
      { support: 1, predicted: 0, right: 0, recall: 0, f1: 0 },
      { support: 2, predicted: 2, right: 2, precision: 1, recall: 1, f1: 1 },
      { support: 0, predicted: 0, right: 0 },
    ]);
  });

  it('averages over the classes that occur, as classification_report does: 0.56, 0.67, 0.60', () => {
    const { precision, recall, f1 } = macroAverage(guide.perClass);
    deepEqual(
      [precision, recall, f1].map((score) => score.toFixed(2)),
      ['0.56', '0.67', '0.60'],
    );
  });

  it('lists the pairs confused most often, first those of more samples', () => {
    const confused = matrix(3, [
      [0, 1],
      [2, 1],
      [2, 1],
      [1, 0],
      [1, 1],
    ]).confused(2);
    deepEqual(confused, [
      { truth: 2, predicted: 1, count: 2 },
      { truth: 0, predicted: 1, count: 1 },
    ]);
    equal(guide.confused(10).length, 1);
  });
});
