import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hebbian } from '../../../src/learning/rules/hebbian';
import { chain, networkOf } from '../network/support';

describe('competitive Hebbian learning', () => {
  const cases = {
    'takes simple cells behind frozen ones': [
      ['S1: s_cell(3, kernel: 3, frozen: true)', 'c_cell(2)', 'output: s_cell(4, kernel: 3)'],
    ],
    'refuses other layers': [
      ['output C1: conv(3, kernel: 3)'],
      /`hebbian` trains a layer such as `s_cell`; `C1` is `conv`/,
    ],
    'trains one layer after the other': [
      ['S1: s_cell(3, kernel: 3)', 'output S2: s_cell(4, kernel: 3)'],
      /`S1` and `S2` both learn; .* `phase first: hebbian \{ layers S1 \}`/,
    ],
    'refuses an activation': [
      ['output S1: s_cell(3, kernel: 3) tanh'],
      /needs no activation after `S1`, not `tanh`/,
    ],
    'has nothing to do where all is frozen': [
      ['output: s_cell(3, kernel: 3, frozen: true)'],
      /`hebbian` has nothing to train/,
    ],
  } as const satisfies Readonly<Record<string, readonly [readonly string[], RegExp?]>>;

  for (const [name, test] of Object.entries(cases)) {
    it(name, () => {
      const [layers, expected]: readonly [readonly string[], RegExp?] = test;
      const network = networkOf(chain('x[1, 8, 8]', ...layers));
      const plan = { loss: { name: 'mse', arguments: {} } };
      const found = hebbian
        .incompatibilities({ network, plan }, { amount: 1, radius: 1 })
        .map(({ message }) => message);
      if (expected) assert.match(found.join(), expected);
      else assert.deepEqual(found, []);
    });
  }
});
