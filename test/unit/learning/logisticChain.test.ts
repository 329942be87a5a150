import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chainIncompatibilities } from '../../../src/learning/rules/parts/logisticChain';
import { chain, networkOf } from '../network/support';

describe('rules for several layers of logistic units', () => {
  const cases: readonly (readonly [lines: string, says: RegExp | undefined])[] = [
    ['A: dense(4) logistic; output B: dense(3) logistic', undefined],
    ['A: dense(4) logistic; B: dense(3) logistic; output: dense(2, frozen: true)', undefined],
    ['dense(4, frozen: true) tanh; A: dense(4) logistic; output B: dense(3) logistic', undefined],
    [
      'A: dense(4) logistic; B: dense(3) logistic; output C: dense(3) softmax',
      /`logistic` after `C`/,
    ],
    ['A: rnn(4); output B: dense(3) logistic', /layers of `logistic` units; `A` is `rnn`/],
    [
      'A: dense(5) logistic; output B: dense(20, share: A) logistic',
      /`B` is one that shares its weights/,
    ],
    [
      'A: dense(4) logistic; flatten; output B: dense(3) logistic',
      /follow each other; `B` does not read `A`/,
    ],
    ['output A: dense(4) logistic', /needs 2 `dense` layers .* `Net` has `A` alone/],
    ['output A: dense(4, frozen: true) logistic', /`Net` has none that learns/],
  ];
  for (const [lines, says] of cases) {
    it(`${says ? 'refuse' : 'take'} ${lines}`, () => {
      const network = networkOf(chain('x[4, 5]', ...lines.split('; ')));
      const found = chainIncompatibilities('some_rule', network, 2);
      assert.equal(found.length, says ? 1 : 0, found.join());
      if (says) assert.match(found[0].message, says);
    });
  }
});
