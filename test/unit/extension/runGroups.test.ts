import assert from 'node:assert/strict';
import { join } from 'node:path';
import { groupRuns, runsIn } from '../../../src/extension/runs/groups';
import { liveState } from '../../../src/extension/runs/liveState';
import { recordEvent, startTraining } from '../../../src/views/training';
import { description, newRun, temporaryFolder } from '../runs/support';

describe('the list of runs', () => {
  const folder = temporaryFolder();

  it('is a tree of notebooks, networks and runs, the newest first in each', async () => {
    const run = (second: number, notebook: string, network: string) => {
      const known = description(folder.path);
      const path = join(folder.path, notebook);
      return newRun(
        { ...known, network, notebook: { ...known.notebook, path } },
        new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
      );
    };
    const runs = [
      await run(1, 'a.dnn', 'Net'),
      await run(2, 'b.dnn', 'Net'),
      await run(3, 'a.dnn', 'Other'),
      await run(4, 'a.dnn', 'Net'),
      await run(5, 'a.dnn', 'Other'),
    ];
    const groups = groupRuns(runs);
    assert.deepEqual(
      groups.map(({ path, networks }) => [
        path,
        networks.map(({ network, runs: own }) => [network, own.map((one) => runs.indexOf(one))]),
      ]),
      [
        [
          join(folder.path, 'a.dnn'),
          [
            ['Other', [4, 2]],
            ['Net', [3, 0]],
          ],
        ],
        [join(folder.path, 'b.dnn'), [['Net', [1]]]],
      ],
    );
    assert.deepEqual(
      runsIn(groups[0]).map((one) => runs.indexOf(one)),
      [4, 2, 3, 0],
    );
    assert.deepEqual(groupRuns([]), []);
  });

  it('tells of a training that goes on what its events tell', () => {
    const snapshot = startTraining({
      ...{ event: 'start', run: 'r', network: 'Net', data: 'd', device: 'cpu', seed: 1, step: 0 },
      ...{ epochs: 4, stepsPerEpoch: 10, steps: 40, batch: 1, samples: 10, measures: [] },
    });
    recordEvent(snapshot, {
      ...{ event: 'epoch', epoch: 1, step: 10, rate: 0.1, seconds: 1, train: { loss: 2 } },
      validation: { loss: 3 },
    });
    recordEvent(snapshot, {
      ...{ event: 'step', step: 15, epoch: 2, values: {}, rate: 0.1, samplesPerSecond: 9 },
      ...{ seconds: 1.5, remaining: 2.5 },
    });
    const scores = { train: { loss: 2 }, validation: { loss: 3 } };
    const state = { status: 'running', step: 15, epoch: 2, epochs: 4, seconds: 1.5, scores };
    assert.deepEqual(liveState(snapshot), { ...state, remaining: 2.5 });
    recordEvent(snapshot, { event: 'paused', step: 16 });
    assert.deepEqual(liveState(snapshot), { ...state, status: 'paused', step: 16 });
  });
});
