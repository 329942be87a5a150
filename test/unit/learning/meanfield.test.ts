import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Targets } from '../../../src/learning/entries';
import { meanfield } from '../../../src/learning/rules/meanfield';
import { chain, networkOf } from '../network/support';

describe('what mean-field learning refuses', () => {
  const three: Targets = { kind: 'classes', count: 3 };
  const cases: readonly (readonly [lines: string, says: RegExp | undefined, targets?: Targets])[] =
    [
      ['output: belief_net(3, units: [4, 2]) softmax', undefined],
      ['flatten step; output: belief_net(3, units: [4])', undefined],
      ['dense(8, frozen: true) logistic; output: belief_net(3, units: [4])', undefined],
      ['output: dense(3) softmax', /`output` is `dense`; write `output: belief_net\(/],
      [
        'A: dense(8) logistic; output: belief_net(3, units: [4])',
        /but `A` learns too; freeze it: `frozen: true`/,
      ],
      ['output: belief_net(3, units: [4]) tanh', /no activation after `output`, not `tanh`/],
      ['output: belief_net(2, units: [4])', /3 classes, but `output` has 2 networks; give it 3/],
      [
        'output: belief_net(3, units: [4])',
        /needs classes, but this data has numeric values/,
        { kind: 'values', count: 3 },
      ],
    ];
  for (const [lines, says, targets = three] of cases) {
    it(`${says ? 'refuses' : 'takes'} ${targets.kind} in ${lines}`, () => {
      const network = networkOf(chain('x[5]', ...lines.split('; ')));
      const plan = { loss: { name: 'mse', arguments: {} } };
      const found = meanfield.incompatibilities({ network, plan, targets }, {});
      assert.deepEqual(found.length, says ? 1 : 0, found.join());
      if (says) assert.match(found[0].message, says);
    });
  }
});
