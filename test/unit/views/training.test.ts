import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent } from '../../../src/runs/events';
import type { TrainingSnapshot } from '../../../src/views/payloads';
import {
  cellSnapshot,
  changeText,
  endTraining,
  recordEvent,
  replay,
  startTraining,
} from '../../../src/views/training';

const start = {
  event: 'start' as const,
  run: 'r1',
  network: 'Net',
  data: 'digits',
  device: 'cpu',
  epochs: 3,
  stepsPerEpoch: 1000,
  steps: 3000,
  batch: 10,
  samples: 10_000,
  step: 0,
  measures: [
    { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
    { name: 'accuracy', label: 'accuracy', goal: 'higher', fold: 'mean', unit: 'fraction' },
    {
      name: 'gradients',
      label: 'gradient magnitude',
      goal: 'none',
      fold: 'mean',
      items: ['C1.weight', 'F6.weight'],
    },
  ],
  seed: 1,
} satisfies RunEvent;

const step = (number: number, loss: number | 'NaN', gradients = [1, 2]): RunEvent => ({
  event: 'step',
  step: number,
  epoch: 1,
  values: { loss, accuracy: 0.5, gradients },
  rate: 0.1,
  samplesPerSecond: 100,
  seconds: number / 10,
});

function after(events: readonly RunEvent[]): TrainingSnapshot {
  const snapshot = replay([start, ...events]);
  assert.ok(snapshot);
  return snapshot;
}

describe('a training snapshot', () => {
  it('ends with the last step, though not every step is told', () => {
    const end = { reason: 'interrupted', epochs: 0, steps: 17, seconds: 2 } as const;
    const { progress } = after([
      step(1, 3),
      step(12, 2),
      { event: 'done', device: 'cpu', run: 'r1', ...end },
    ]);
    assert.deepEqual([progress.step, progress.epoch, progress.seconds], [17, 1, 2]);
  });

  it('keeps every step while there are few', () => {
    const { curves, layers } = after([step(1, 3), step(2, 2), step(3, 1)]);
    assert.deepEqual(curves.steps, [1, 2, 3]);
    assert.deepEqual(curves.columns[0], [3, 2, 1]);
    assert.deepEqual(layers.gradients?.history?.columns, [
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('knows that it waits, until it goes on, ends or is read from the disk', () => {
    const paused = { event: 'paused', step: 1 } as const;
    const ends: RunEvent[] = [
      { event: 'continued', step: 1 },
      { event: 'error', code: 'core-lost', message: 'gone' },
      { ...start, step: 1 },
    ];
    const waiting = after([step(1, 3), { ...paused, step: 2 }]);
    assert.equal(waiting.progress.step, 2);
    assert.deepEqual([waiting.status, waiting.paused], ['running', true]);
    for (const end of ends) assert.equal(after([step(1, 3), paused, end]).paused, undefined);
    endTraining(waiting);
    assert.deepEqual([waiting.status, waiting.paused], ['interrupted', undefined]);
  });

  it('lists what was changed, once, and forgets what a resume undoes', () => {
    const rate = { event: 'changed', step: 4, what: 'rate', old: 0.1, new: 0.05 } as const;
    const epochs = { event: 'changed', step: 9, what: 'epochs', old: 3, new: 5 } as const;
    const changed = after([rate, rate, epochs]);
    assert.equal(changed.epochs, 5);
    assert.deepEqual(changed.changes.map(changeText), [
      'rate 0.1 → 0.05 from step 5',
      'epochs 3 → 5 from step 10',
    ]);
    const resumed = after([rate, epochs, { ...start, step: 9 }]);
    assert.equal(resumed.epochs, 3);
    assert.equal(resumed.changes.length, 1);
    assert.deepEqual(after([rate, epochs, { ...start, step: 9 }, epochs]), {
      ...after([rate, epochs]),
    });
  });

  it('stays small however long the training', () => {
    const snapshot = startTraining(start);
    for (let i = 1; i <= 50_000; i++) recordEvent(snapshot, step(i, 1));
    assert.ok(snapshot.curves.steps.length <= 1000);
    assert.ok(JSON.stringify(cellSnapshot(snapshot)).length < 50_000);
    assert.equal(snapshot.curves.steps.at(-1), 50_000);
  });

  it('thins to means: their sum, weighted with the steps of each point, is that of all steps', () => {
    const losses = fc.array(fc.float({ min: 0, max: 10, noNaN: true }), {
      minLength: 1001,
      maxLength: 4500,
    });
    fc.assert(
      fc.property(losses, (values) => {
        const { curves } = after(values.map((loss, i) => step(i + 1, loss)));
        const { steps, columns, filled, stride } = curves;
        const mass = columns[0].reduce<number>((sum, mean, i) => {
          const count = i === steps.length - 1 ? filled : stride;
          return sum + (mean ?? 0) * count;
        }, 0);
        const expected = values.reduce((sum, value) => sum + value, 0);
        assert.ok(Math.abs(mass - expected) <= 1e-9 * Math.max(1, expected));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves a gap where the loss is not finite, and says so now', () => {
    const { curves, progress } = after([step(1, 3), step(2, 'NaN')]);
    assert.deepEqual(curves.columns[0], [3, null]);
    assert.equal(progress.values.loss, 'NaN');
  });

  it('trains again from the checkpoint after a resume', () => {
    const epoch: RunEvent = {
      event: 'epoch',
      epoch: 1,
      step: 3,
      train: { loss: 1 },
      rate: 0.1,
      seconds: 1,
    };
    const lost: RunEvent = { event: 'error', code: 'core-lost', message: 'gone' };
    const again: RunEvent = { ...start, step: 2 };
    const events = [step(1, 3), step(2, 2), step(3, 1), epoch, lost, again, step(3, 9)];
    const snapshot = after(events);
    assert.equal(snapshot.status, 'running');
    assert.equal(snapshot.error, undefined);
    assert.deepEqual(snapshot.curves.steps, [1, 2, 3]);
    assert.deepEqual(snapshot.curves.columns[0], [3, 2, 9]);
    assert.deepEqual(snapshot.epochScores, []);
  });

  const endings: readonly (readonly [event: RunEvent, status: TrainingSnapshot['status']])[] = [
    ...(['completed', 'early-stop', 'interrupted'] as const).map(
      (reason) =>
        [
          {
            event: 'done',
            reason,
            epochs: 1,
            steps: 1,
            seconds: 2,
            device: 'cpu',
            run: 'r1',
            test: { loss: 0.1, accuracy: 0.9 },
          },
          reason,
        ] as const,
    ),
    [{ event: 'error', code: 'diverged', message: 'NaN' }, 'failed'],
  ];
  for (const [event, status] of endings) {
    it(`ends as ${status}`, () => assert.equal(after([step(1, 1), event]).status, status));
  }

  it('is nothing before the start', () => assert.equal(replay([step(1, 1)]), undefined));
});
