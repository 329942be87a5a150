import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decideStop } from '../../../src/learning/stops';

const early = (patience: number, metric: 'loss' | 'accuracy' = 'loss', margin = 0) => ({
  name: 'early',
  arguments: { patience, metric, margin },
});
const losses = (...values: number[]) => values.map((loss) => ({ loss }));

const cases = {
  'goes on while the loss falls': [early(1), losses(3, 2, 1), false, 2],
  'waits as many epochs as it is told': [early(2), losses(3, 1, 2), false, 1],
  'stops after as many without an improvement': [early(2), losses(3, 1, 2, 1), true, 1],
  'takes no change below the margin for an improvement': [
    early(2, 'loss', 0.1),
    losses(1, 0.95, 0.92),
    true,
    0,
  ],
  'adds small changes up against the best': [
    early(2, 'loss', 0.1),
    losses(1, 0.95, 0.85),
    false,
    2,
  ],
  'watches the accuracy if told to': [
    early(1, 'accuracy'),
    [
      { loss: 1, accuracy: 0.5 },
      { loss: 2, accuracy: 0.6 },
      { loss: 0.5, accuracy: 0.6 },
    ],
    true,
    1,
  ],
  'takes the loss where there is no accuracy': [early(1, 'accuracy'), losses(2, 1), false, 1],
  'does not hold on to a loss that is not a number': [early(3), losses(NaN, 4, 5), false, 1],
} as const;

describe('early stopping', () => {
  for (const [name, [stop, history, stops, best]] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(decideStop(stop, history), { stop: stops, best }));
  }
});
