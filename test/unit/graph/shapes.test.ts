import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { broadcastShapes, product, quotient, type Shape } from '../../../src/graph/shapes';

describe('shapes', () => {
  const broadcasts: readonly (readonly [Shape, Shape, Shape])[] = [
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3], [2, 3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [[], [4], [4]],
    [['N', 3], [3], ['N', 3]],
    [
      ['N', 1],
      ['N', 5],
      ['N', 5],
    ],
    [
      [1, 3],
      ['N', 1],
      ['N', 3],
    ],
    [
      [0, 3],
      [1, 3],
      [0, 3],
    ],
  ];
  for (const [a, b, result] of broadcasts) {
    it(`[${a.join()}] and [${b.join()}] broadcast to [${result.join()}]`, () => {
      assert.deepEqual(broadcastShapes('Add', a, b), result);
      assert.deepEqual(broadcastShapes('Add', b, a), result);
    });
  }

  for (const [a, b] of [
    [[2, 3], [2]],
    [['N'], [4]],
    [['N'], ['M']],
  ] as const) {
    it(`[${a.join()}] and [${b.join()}] do not broadcast`, () => {
      assert.throws(
        () => broadcastShapes('Add', a, b),
        new RegExp(`Add: shapes \\[${a.join(', ')}\\] and \\[${b.join(', ')}\\] do not broadcast`),
      );
    });
  }

  it('multiplies known and named lengths', () => {
    assert.equal(product([2, 3, 4]), 24);
    assert.equal(product([]), 1);
    assert.equal(product(['N', 1]), 'N');
    assert.equal(product([3, 'N', 4]), '12*N');
    assert.equal(product(['12*N', 2]), '24*N');
    assert.equal(product(['T', 'N']), product(['N', 'T']));
    assert.equal(product(['N', 0]), 0);
  });

  it('divides products', () => {
    assert.equal(quotient([24, 'N'], [6]), '4*N');
    assert.equal(quotient(['24*N'], [24]), 'N');
    assert.equal(quotient(['N', 6], ['N', 2]), 3);
    assert.equal(quotient([7], [2]), undefined);
    assert.equal(quotient([6], ['N']), undefined);
  });
});
