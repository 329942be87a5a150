import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { trainingState } from '../../../src/runs/checkpoint';
import { compareRuns } from '../../../src/runs/compare';
import { runEvent } from '../../../src/runs/events';
import { headline, objectiveOf } from '../../../src/runs/headline';
import { listRuns } from '../../../src/runs/list';
import { stateOf } from '../../../src/runs/state';
import { replay } from '../../../src/views/training';
import { temporaryFolder } from './support';

const parameters = ['H.weight', 'H.bias', 'output.weight', 'output.bias'];
const step = { step: 3, epoch: 1, rate: 0.1, samplesPerSecond: 9, seconds: 0.5 };
const start = {
  ...{ event: 'start', run: 'r', network: 'Net', data: 'points', device: 'cpu', seed: 3 },
  ...{ epochs: 2, stepsPerEpoch: 5, batch: 1, samples: 5, step: 0 },
};
const state = { step: 7, epoch: 1, seed: 3, seconds: 0.5 };

describe('what an earlier version wrote', () => {
  const events: [name: string, earlier: object, now: object][] = [
    [
      'a step',
      { event: 'step', ...step, loss: 2, accuracy: 0.5, gradients: [1, 'NaN'] },
      { event: 'step', ...step, values: { loss: 2, accuracy: 0.5, gradients: [1, 'NaN'] } },
    ],
    [
      'a step without classes',
      { event: 'step', ...step, loss: 'Infinity', gradients: [] },
      { event: 'step', ...step, values: { loss: 'Infinity', gradients: [] } },
    ],
    [
      'a start',
      { ...start, watched: ['L.weight'] },
      {
        ...start,
        steps: 10,
        measures: [
          { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
          { name: 'accuracy', label: 'accuracy', goal: 'higher', fold: 'mean', unit: 'fraction' },
          {
            name: 'gradients',
            label: 'gradient magnitude',
            symbol: '‖∂E/∂w‖₂',
            goal: 'none',
            fold: 'mean',
            items: ['L.weight'],
          },
        ],
      },
    ],
  ];
  for (const [name, earlier, now] of events) {
    it(`is read: ${name}`, () => assert.deepEqual(runEvent.parse(earlier), now));
    it(`and as it is now stays as it is: ${name}`, () =>
      assert.deepEqual(runEvent.parse(now), now));
  }

  for (const broken of [null, 7, [], {}, { event: 'start', watched: 1 }, { event: 'step' }])
    it(`is refused when it is ${JSON.stringify(broken)}`, () =>
      assert.ok(!runEvent.safeParse(broken).success));

  it('is read: the state of a training', () => {
    const begun = { ...state, phase: { index: 0, step: 0, epoch: 0 }, history: [] };
    const now = { ...begun, sums: { loss: 8.5, accuracy: 7 } };
    assert.deepEqual(trainingState.parse({ ...state, lossSum: 8.5, correctSum: 7 }), now);
    assert.deepEqual(trainingState.parse(now), now);
    assert.ok(!trainingState.safeParse({ ...state, lossSum: 'much' }).success);
    assert.ok(!trainingState.safeParse(state).success);
  });
});

describe('runs of an earlier version', () => {
  const folder = temporaryFolder();
  const listed = async () => {
    const fixtures = resolve(__dirname, '../../fixtures/runs');
    for (const name of ['done', 'interrupted'])
      cpSync(join(fixtures, name), join(folder.path, '.dnn/runs', name), { recursive: true });
    return listRuns(join(folder.path, 'earlier.dnn'));
  };

  it('are listed with their scores', async () => {
    const states = await Promise.all((await listed()).map(stateOf));
    assert.deepEqual(
      states.map(({ status, step, epoch }) => [status, step, epoch]),
      [
        ['interrupted', 35, 3],
        ['done', 50, 5],
      ],
    );
    const [, { manifest }] = await listed();
    const told = headline(manifest.measures, manifest.scores?.test);
    assert.deepEqual([told?.measure.name, told?.value], ['accuracy', 0.35]);
  });

  it('are shown with their curves, gradients and scores', async () => {
    const [, run] = await listed();
    const events = await run.events();
    const snapshot = replay(events)!;
    assert.deepEqual(
      [snapshot.status, snapshot.steps, snapshot.progress.step, snapshot.phases],
      ['completed', 50, 50, []],
    );
    assert.equal(objectiveOf(snapshot.measures)?.name, 'loss');
    const [losses, accuracies] = snapshot.curves.columns;
    assert.equal(losses[0], 2.38234281539917);
    assert.deepEqual([losses.length, accuracies.length], [50, 50]);
    assert.deepEqual(snapshot.measures.find(({ items }) => items)?.items, parameters);
    const { values, history } = snapshot.layers.gradients;
    assert.equal(values.length, parameters.length);
    assert.equal(history?.columns[0][0], 1.6952232122421265);
    assert.equal(snapshot.epochScores.length, 5);
    assert.equal(snapshot.result?.test?.accuracy, 0.35);
  });

  it('are compared', async () => {
    const runs = await listed();
    const compared = await Promise.all(
      runs.map(async (run) => ({ ...run.manifest, ...(await stateOf(run)) })),
    );
    const rows = new Map(compareRuns(compared).map(({ name, values }) => [name, values]));
    assert.deepEqual(rows.get('steps done'), [35, 50]);
    assert.deepEqual(rows.get('train accuracy'), [0.425, 0.425]);
    assert.deepEqual(rows.get('test accuracy'), [undefined, 0.35]);
  });
});
