import { deepEqual, equal, ok } from 'node:assert/strict';
import { inspectionGradients, trainingGradients } from '../../../webview/charts/gradientData';
import { smooth, trainingSeries, valueAtOrBefore } from '../../../webview/charts/trainingData';
import { inspection, training } from '../../../webview/harness/fixtures';

describe('training curves', () => {
  it('have one point a step and carry validation at the end of each epoch', () => {
    const { loss } = trainingSeries(training(300));
    equal(loss.x.length, 300);
    deepEqual(
      loss.x.filter((_, i) => loss.columns[2]?.[i] !== null),
      [1, 2],
    );
  });

  it('have no accuracy when the run has none', () => {
    const snapshot = training(10);
    snapshot.curves.columns[1]?.fill(null);
    equal(trainingSeries(snapshot).accuracy, undefined);
  });

  it('of a constant are that constant, smoothed', () => {
    for (const value of smooth(Array<number>(50).fill(0.7)))
      ok(Math.abs((value ?? 0) - 0.7) < 1e-12);
  });

  it('keep gaps when smoothed, and go on after them', () => {
    const smoothed = smooth([1, null, 3], 4);
    equal(smoothed[1], null);
    // Weights 3/16 and 1/4 of a window of four, normalized: (3·1 + 4·3) / 7.
    ok(Math.abs((smoothed[2] ?? 0) - 15 / 7) < 1e-12);
  });

  it('read the last value at a gap', () => {
    deepEqual(
      [0, 1, 2, 9].map((index) => valueAtOrBefore([null, 5, null], index)),
      [null, 5, 5, 5],
    );
  });
});

describe('gradient rows', () => {
  it('are one a layer with parameters, in the order of the network', () => {
    const layers = ['C1', 'C3', 'C5', 'F6', 'output'];
    deepEqual(
      trainingGradients(training(5)).rows.map(({ layer }) => layer),
      layers,
    );
    deepEqual(
      inspectionGradients(inspection()).rows.map(({ layer }) => layer),
      layers,
    );
  });

  it('join the norms of weights and biases', () => {
    const snapshot = training(2);
    snapshot.gradients = snapshot.gradients.map((_, i) => (i % 2 ? 4 : 3));
    equal(trainingGradients(snapshot).rows[0]?.value, 5);
  });

  it('say nothing before the first step, and NaN when it is NaN', () => {
    equal(trainingGradients(training(0)).rows[0]?.value, null);
    const diverged = training(1);
    diverged.gradients[0] = 'NaN';
    ok(Number.isNaN(trainingGradients(diverged).rows[0]?.value));
  });

  it('keep the names of layers in blocks', () => {
    const snapshot = { ...training(1), watched: ['block_1.C1.weight'], gradients: [1] };
    delete snapshot.gradientHistory;
    deepEqual(trainingGradients(snapshot).rows[0], {
      layer: 'block_1.C1',
      value: 1,
      parameters: [{ name: 'weight', value: 1 }],
      history: [],
    });
  });

  it('have a history as long as the run remembers', () => {
    const { rows, steps } = trainingGradients(training(300));
    equal(steps.length, 300);
    ok(rows.every(({ history }) => history.length === 300 && history.every((value) => value! > 0)));
  });
});
