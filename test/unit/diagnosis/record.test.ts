import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { recordOf } from '../../../src/diagnosis/record';
import type { RunEvent } from '../../../src/runs/events';

const loss = { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' } as const;

const start = (step = 0): RunEvent => ({
  event: 'start',
  run: 'r',
  network: 'Net',
  data: 'd',
  device: 'cpu',
  epochs: 3,
  stepsPerEpoch: 10,
  steps: 30,
  batch: 4,
  samples: 40,
  step,
  measures: [loss, { ...loss, name: 'gradients', goal: 'none', items: ['A.weight', 'B.weight'] }],
  seed: 1,
});

const step = (n: number, value: number, gradients = [1, 2]): RunEvent => ({
  event: 'step',
  step: n,
  epoch: 1,
  values: { loss: value, gradients },
  rate: 0.1,
  samplesPerSecond: 1,
  seconds: 1,
});

const epoch = (n: number): RunEvent => ({
  event: 'epoch',
  epoch: n,
  step: 10 * n,
  train: { loss: 1 / n },
  rate: 0.1,
  seconds: 1,
});

describe('the record of a training', () => {
  it('keeps the objective of steps and the gradients of the first ones', () => {
    const steps = Array.from({ length: 30 }, (_, i) => step(i + 1, 30 - i, [i, -i]));
    const record = recordOf([start(), ...steps]);
    assert.deepEqual(record.gradientKeys, ['A.weight', 'B.weight']);
    assert.deepEqual(
      record.firstGradients,
      Array.from({ length: 10 }, (_, i) => [i, -i]),
    );
    assert.deepEqual(
      record.points.map(({ value }) => value),
      Array.from({ length: 30 }, (_, i) => 30 - i),
    );
  });

  it('is bounded, and spread evenly, however many steps are told', () => {
    const record = recordOf([start(), ...Array.from({ length: 9000 }, (_, i) => step(i + 1, i))]);
    assert.ok(record.points.length <= 2000);
    const apart = new Set(record.points.slice(1).map((p, i) => p.step - record.points[i].step));
    assert.deepEqual([...apart], [8]);
    assert.equal(record.points[0]?.step, 1);
  });

  it('forgets what a resumed run makes again', () => {
    const before = [start(), step(1, 5), epoch(1), step(11, 4), epoch(2), step(21, 3)];
    const record = recordOf([...before, start(10)]);
    assert.deepEqual(
      record.points.map((point) => point.step),
      [1],
    );
    assert.deepEqual(
      record.epochs.map((each) => each.epoch),
      [1],
    );
    assert.equal(record.end, undefined);
  });

  it('begins anew with each phase', () => {
    const phase: RunEvent = {
      event: 'phase',
      step: 10,
      phase: { name: 'two', index: 1, count: 2 },
      measures: [{ ...loss, name: 'error' }],
      epochs: 6,
      steps: 60,
      stepsPerEpoch: 10,
    };
    const record = recordOf([start(), step(1, 5), epoch(1), phase]);
    assert.equal(record.objective?.name, 'error');
    assert.deepEqual([record.points, record.epochs, record.since], [[], [], 10]);
  });

  it('knows how the training ended', () => {
    const error: RunEvent = { event: 'error', code: 'diverged', message: 'the loss is NaN' };
    assert.equal(recordOf([start(), error]).end, 'diverged');
    assert.equal(recordOf([start(), { ...error, code: 'device-failed' }]).end, undefined);
  });
});
