import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { trainingStatus, type ShownTraining } from '../../src/extension/trainingStatus';
import type { TrainingSnapshot } from '../../src/views/payloads';

/** A training of 100 steps in the middle of them. */
const training = (network: string, step: number, paused = false): ShownTraining => ({
  run: `run of ${network}`,
  network,
  snapshot: {
    ...{ status: 'running', device: 'cpu', steps: 100, epochs: 1, verdicts: [] },
    measures: [{ name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' }],
    progress: { step, epoch: 1, seconds: 9, remaining: 11, values: { loss: 0.25 } },
    ...(paused && { paused }),
  } as unknown as TrainingSnapshot,
});

const [net, deep, wide] = [training('Net', 45), training('Deep', 10), training('Wide', 7, true)];

describe('the status bar of trainings', () => {
  for (const [what, trainings, text, command] of [
    ['one', [net], 'Net 45%  last batch: loss 0.250', 'dnn.openInspector'],
    ['two', [net, deep], '2 trainings: Net 45%, Deep 10%', 'dnn.showTraining'],
    ['a paused one', [net, wide], '2 trainings: Net 45%, Wide paused 7%', 'dnn.showTraining'],
    [
      'more than it names',
      [net, deep, wide, training('Last', 1)],
      '4 trainings: Net 45%, Deep 10%, Wide paused 7%, …',
      'dnn.showTraining',
    ],
  ] as const)
    it(`tells how far they are, of ${what}`, () => {
      const status = trainingStatus(trainings);
      assert.deepEqual([status.text, status.command], [text, command]);
    });

  it('has a tooltip that tells of each how long it takes, and controls it', () => {
    const { tooltip } = trainingStatus([net, wide]);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    const [first, second] = tooltip.value.split('\n\n');
    assert.match(first, /^\*\*Net\*\* 45%, cpu: training, 11 s left/);
    assert.match(second, /^\*\*Wide\*\* paused 7%, cpu: paused/);
    const calls = (line: string) =>
      [...line.matchAll(/\[(\w+)\]\(command:([\w.]+)\?([^)]*)\)/g)].map(
        ([, title, command, argument]) => [title, command, decodeURIComponent(argument)],
      );
    assert.deepEqual(calls(first), [
      ['Pause', 'dnn.pauseTraining', '["run of Net"]'],
      ['Stop', 'dnn.stopTraining', '["run of Net"]'],
    ]);
    assert.deepEqual(calls(second), [
      ['Resume', 'dnn.resumeTraining', '["run of Wide"]'],
      ['Stop', 'dnn.stopTraining', '["run of Wide"]'],
    ]);
    assert.deepEqual(tooltip.isTrusted, {
      enabledCommands: ['dnn.stopTraining', 'dnn.pauseTraining', 'dnn.resumeTraining'],
    });
  });
});
