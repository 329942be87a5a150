import assert from 'node:assert/strict';
import type { Measure } from '../../../src/runs/events';
import { headline, isSingle, objectiveOf } from '../../../src/runs/headline';

const measure = (name: string, more: Partial<Measure> = {}): Measure => ({
  ...{ name, label: name, goal: 'lower', fold: 'mean' },
  ...more,
});
const loss = measure('loss');
const accuracy = measure('accuracy', { goal: 'higher', unit: 'fraction' });
const energy = measure('energy', { goal: 'none' });
const share = measure('share', { goal: 'none', unit: 'fraction' });
const norms = measure('norms', { items: ['a', 'b'] });

describe('the objective of a training', () => {
  const cases: [text: string, measures: Measure[], name?: string][] = [
    ['nothing where nothing is told', []],
    ['the first number with a goal', [energy, loss, accuracy], 'loss'],
    ['no measure with a number for each of several items', [norms, accuracy], 'accuracy'],
    ['nothing where no number has a goal', [energy, norms]],
  ];
  for (const [text, measures, name] of cases)
    it(`is ${text}`, () => assert.equal(objectiveOf(measures)?.name, name));

  it('is one number', () => assert.deepEqual([loss, norms].map(isSingle), [true, false]));
});

describe('the headline of scores', () => {
  const cases: [
    text: string,
    measures: Measure[],
    scores?: Record<string, number>,
    told?: string,
  ][] = [
    [
      'a fraction before what was pursued',
      [loss, accuracy],
      { loss: 1, accuracy: 0.5 },
      'accuracy',
    ],
    ['what was pursued where there is no fraction', [loss, energy], { energy: 3, loss: 1 }, 'loss'],
    ['what was scored only', [loss, accuracy], { loss: 1 }, 'loss'],
    ['no fraction without a goal', [share, loss], { share: 0.5, loss: 1 }, 'loss'],
    ['nothing without scores', [loss, accuracy]],
    ['nothing where no score has a goal', [energy], { energy: 3 }],
    ['nothing where the scores are of unknown measures', [loss], { other: 3 }],
    ['a score of zero, too', [accuracy], { accuracy: 0 }, 'accuracy'],
  ];
  for (const [text, measures, scores, told] of cases)
    it(`is ${text}`, () => {
      const found = headline(measures, scores);
      assert.equal(found?.measure.name, told);
      assert.equal(found?.value, told === undefined ? undefined : scores?.[told]);
    });
});
