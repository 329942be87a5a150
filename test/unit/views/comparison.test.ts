import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/runs/events';
import { comparedTraining, comparisonMessage, distinct } from '../../../src/views/comparison';
import { alignedCurves, curveChoices, tableRows } from '../../../webview/compare/comparedData';

function at(step: number, seconds: number): RunEvent[] {
  const common = { step, epoch: Math.ceil(step / 2), rate: 1, seconds };
  const values = { loss: 2 ** (1 - step), gradients: [1] };
  const train = { loss: step - 1 };
  const validation = { loss: 10 * (step - 1) };
  return [
    { event: 'step', ...common, samplesPerSecond: 1, values },
    ...(step % 2 === 0 ? [{ event: 'epoch' as const, ...common, train, validation }] : []),
  ];
}

/** Two steps an epoch, each of `seconds`; the loss falls by a half from step to step. */
const told = (seconds: number, steps: number): readonly RunEvent[] => [
  {
    ...{ event: 'start', run: 'r', network: 'Net', data: 'd', device: 'cpu', seed: 1, step: 0 },
    ...{ epochs: 9, stepsPerEpoch: 2, steps: 18, batch: 1, samples: 2 },
    measures: [
      { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
      { name: 'gradients', label: 'g', goal: 'none', fold: 'mean', items: ['a'] },
    ],
  },
  ...Array.from({ length: steps }, (_, i) => at(i + 1, (i + 1) * seconds)).flat(),
];

describe('runs that are compared', () => {
  const runs = [comparedTraining('a', told(1, 4)), comparedTraining('b', told(3, 2))];

  it('have curves over their steps and over their time', () => {
    const [choice, ...others] = curveChoices(runs);
    assert.deepEqual(
      [choice, ...others].map(({ text }) => text),
      ['Loss, batches', 'Loss, validation', 'Loss, training, each epoch'],
    );
    assert.deepEqual(alignedCurves(runs, choice, 'step', 1), {
      x: [1, 2, 3, 4],
      columns: [
        [1, 0.5, 0.25, 0.125],
        [1, 0.5, null, null],
      ],
    });
    assert.deepEqual(alignedCurves(runs, choice, 'time', 1), {
      x: [1, 2, 3, 4, 6],
      columns: [
        [1, 0.5, 0.25, 0.125, null],
        [null, null, 1, null, 0.5],
      ],
    });
    assert.deepEqual(alignedCurves(runs, others[0], 'time', 100), {
      x: [2, 4, 6],
      columns: [
        [10, 30, null],
        [null, null, 10],
      ],
    });
  });

  it('are smoothed over as many steps as is said', () => {
    const [choice] = curveChoices(runs);
    const [first] = alignedCurves(runs, choice, 'step', 2).columns;
    // Means whose weights halve from step to step.
    const means = [1, (0.5 + 1 / 2) / 1.5, (0.25 + 0.5 / 2 + 1 / 4) / 1.75];
    means.forEach((mean, i) => assert.ok(Math.abs(Number(first[i]) - mean) < 1e-12));
  });

  it('are told in a table of few rows, which says nothing of what came after an end', () => {
    const [choice] = curveChoices(runs);
    assert.deepEqual(tableRows(alignedCurves(runs, choice, 'time', 1), 3), [
      { at: 2, values: [0.5, null] },
      { at: 4, values: [0.125, 1] },
      { at: 6, values: [null, 0.5] },
    ]);
  });

  it('may not have begun', () => {
    const none = comparedTraining('none', []);
    assert.deepEqual(curveChoices([none]), []);
    assert.deepEqual(none.steps, []);
  });

  it('have names that differ', () => {
    assert.deepEqual(distinct(['a', 'b', 'a', 'a', 'a (2)']), [
      ...['a', 'b', 'a (2)', 'a (3)', 'a (2) (2)'],
    ]);
  });

  it('take no other messages from their page, and no endless ones', () => {
    assert.ok(comparisonMessage.safeParse({ type: 'copy', text: 'a,b\n' }).success);
    for (const bad of [{ type: 'run' }, { type: 'copy' }, { type: 'copy', text: 'x'.repeat(9e6) }])
      assert.ok(!comparisonMessage.safeParse(bad).success);
  });
});
