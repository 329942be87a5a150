import { deepEqual, equal, ok } from 'node:assert/strict';
import { inspectionLayers, layerMeasures, trainingLayers } from '../../../webview/layers/layerData';
import type { TrainingSnapshot } from '../../../src/views/payloads';
import {
  sinceBreak,
  smooth,
  trainingSeries,
  valueAtOrBefore,
} from '../../../webview/charts/trainingData';
import { inspection, training } from '../../../webview/harness/fixtures';

/** The curve of a measure. */
const curve = (snapshot: TrainingSnapshot, name: string) =>
  trainingSeries(snapshot).find(({ measure }) => measure.name === name)?.data;

/** Rows of the measure that has a number for each parameter. */
function gradients(snapshot: TrainingSnapshot) {
  const [measure] = layerMeasures(snapshot);
  equal(measure?.name, 'gradients');
  return trainingLayers(snapshot, measure);
}

describe('training curves', () => {
  it('have one point a step and carry validation at the end of each epoch', () => {
    for (const name of ['loss', 'accuracy']) {
      const { x, columns } = curve(training(300), name)!;
      equal(x.length, 300);
      deepEqual(
        x.filter((_, i) => columns[2]?.[i] !== null),
        [1, 2],
      );
    }
  });

  it('have no accuracy when the run has none', () => {
    const snapshot = training(10);
    snapshot.curves.columns[1]?.fill(null);
    equal(curve(snapshot, 'accuracy'), undefined);
    ok(curve(snapshot, 'loss'));
  });

  it('of a constant are that constant, smoothed', () => {
    const steps = Array.from({ length: 50 }, (_, i) => i + 1);
    for (const value of smooth(steps, Array<number>(50).fill(0.7)))
      ok(Math.abs((value ?? 0) - 0.7) < 1e-12);
  });

  it('keep gaps when smoothed, and go on after them by the steps between', () => {
    const smoothed = smooth([1, 2, 3], [1, null, 3], { window: 4 });
    equal(smoothed[1], null);
    // A quarter for the first, then two steps on: 9/16 of it and 7/16 of the new, normalized: (9·1 + 28·3) / 37.
    ok(Math.abs((smoothed[2] ?? 0) - 93 / 37) < 1e-12);
  });

  it('begin anew with each phase, smoothed', () => {
    const smoothed = smooth([1, 2, 3, 4], [1, 1, 5, 5], { breaks: [0, 2] });
    smoothed.forEach((value, i) => ok(Math.abs((value ?? 0) - [1, 1, 5, 5][i]) < 1e-12));
  });

  it('are smoothed over a sixtieth of their phase, however long the others are', () => {
    const steps = Array.from({ length: 1320 }, (_, i) => i + 1);
    const values = steps.map((step) => (step <= 1200 ? 0 : step));
    const alone = smooth(steps.slice(1200), values.slice(1200), { breaks: [1200] });
    const behind = smooth(steps, values, { breaks: [0, 1200] });
    deepEqual(behind.slice(1200), alone);
    ok(1320 - (alone.at(-1) ?? 0) < 4);
  });

  it('can be had of one phase, without what other phases tell', () => {
    const snapshot = training(300);
    const phase = { step: 141, lastStep: 282 };
    const [loss] = trainingSeries(snapshot, phase);
    deepEqual([loss.data.x.length, loss.data.x[0], loss.data.x.at(-1)], [141, 142 / 141, 2]);
    deepEqual(trainingSeries(snapshot, { step: 300, lastStep: 400 }), []);
  });

  it('are not crossed by what is read at a point: it begins after the last break', () => {
    const data = { x: [1, 2, 3], columns: [[5, null, null]], breaks: [1] };
    deepEqual(
      [0, 1, 2].map((index) => sinceBreak(data, index)),
      [0, 1, 1],
    );
    equal(valueAtOrBefore(data.columns[0], 2, sinceBreak(data, 2)), null);
  });

  it('of what batches sum up have one point an epoch, of training as of validation', () => {
    const snapshot = training(300);
    const [loss, ...others] = snapshot.measures;
    snapshot.measures = [{ ...loss, fold: 'sum' }, ...others];
    const { x, columns } = curve(snapshot, 'loss')!;
    deepEqual(x, [1, 2]);
    deepEqual(
      columns.map((column) => column.filter((value) => value !== null).length),
      [0, 2, 2],
    );
    deepEqual(
      columns[1],
      snapshot.epochScores.map(({ train }) => train.loss),
    );
  });

  it('of one point are that point, smoothed', () => {
    deepEqual(smooth([1], [5]), [5]);
  });

  it('smoothed end alike whether every step was told or every seventh', () => {
    const every = (stride: number) => {
      const steps = Array.from({ length: 700 / stride }, (_, i) => (i + 1) * stride);
      return smooth(
        steps,
        steps.map((step) => Math.exp(-step / 200)),
      ).at(-1);
    };
    ok(Math.abs((every(1) ?? 0) / (every(7) ?? 1) - 1) < 0.02);
  });

  it('read the last value at a gap', () => {
    deepEqual(
      [0, 1, 2, 9].map((index) => valueAtOrBefore([null, 5, null], index)),
      [null, 5, 5, 5],
    );
  });
});

describe('rows of a measure by layer', () => {
  it('are one a layer with parameters, in the order of the network', () => {
    const layers = ['C1', 'C3', 'C5', 'F6', 'output'];
    deepEqual(
      gradients(training(5)).rows.map(({ layer }) => layer),
      layers,
    );
    deepEqual(
      inspectionLayers(inspection()).rows.map(({ layer }) => layer),
      layers,
    );
  });

  it('join the norms of weights and biases', () => {
    const snapshot = training(2);
    const { values } = snapshot.layers.gradients;
    snapshot.layers = { gradients: { values: values.map((_, i) => (i % 2 ? 4 : 3)) } };
    equal(gradients(snapshot).rows[0]?.value, 5);
  });

  it('take the largest of the parameters where the measure says so', () => {
    const snapshot = training(2);
    const { values } = snapshot.layers.gradients;
    snapshot.layers = { gradients: { values: values.map((_, i) => (i % 2 ? 4 : 3)) } };
    const [measure] = layerMeasures(snapshot);
    equal(trainingLayers(snapshot, { ...measure, join: 'largest' }).rows[0]?.value, 4);
  });

  it('say nothing before the first step, and NaN when it is NaN', () => {
    equal(gradients(training(0)).rows[0]?.value, null);
    const diverged = training(1);
    diverged.layers.gradients.values[0] = 'NaN';
    ok(Number.isNaN(gradients(diverged).rows[0]?.value));
  });

  it('keep the names of layers in blocks', () => {
    const snapshot = training(1);
    const [measure] = layerMeasures(snapshot);
    snapshot.measures = [{ ...measure, items: ['block_1.C1.weight'] }];
    snapshot.layers = { gradients: { values: [1] } };
    deepEqual(gradients(snapshot).rows[0], {
      layer: 'block_1.C1',
      value: 1,
      parameters: [{ name: 'weight', value: 1 }],
      history: [],
    });
  });

  it('have a history as long as the run remembers', () => {
    const { rows, steps } = gradients(training(300));
    equal(steps.length, 300);
    ok(rows.every(({ history }) => history.length === 300 && history.every((value) => value! > 0)));
  });
});
