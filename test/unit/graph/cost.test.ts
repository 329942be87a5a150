import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { floatingPointOperations } from '../../../src/graph/cost';
import type { Attributes } from '../../../src/graph/graph';

describe('floating-point operations', () => {
  const cases: readonly (readonly [
    what: string,
    operator: string,
    shapes: readonly (readonly number[])[],
    attributes: Attributes,
    multiplyAdds: number,
  ])[] = [
    [
      'a matrix product',
      'MatMul',
      [
        [5, 2, 3],
        [3, 4],
      ],
      {},
      5 * 2 * 3 * 4,
    ],
    ['a product with a vector', 'MatMul', [[2, 3], [3]], {}, 2 * 3],
    [
      'a transposed product',
      'Gemm',
      [
        [3, 2],
        [4, 3],
      ],
      { transA: 1, transB: 1 },
      2 * 3 * 4,
    ],
    // 8 maps of 24 × 24 places, each the sum over 3 channels of 5 × 5 pixels.
    [
      'a convolution',
      'Conv',
      [
        [2, 3, 28, 28],
        [8, 3, 5, 5],
      ],
      {},
      2 * 8 * 24 * 24 * 3 * 5 * 5,
    ],
    [
      'a grouped one',
      'Conv',
      [
        [1, 4, 9],
        [6, 2, 3],
      ],
      { group: 2 },
      6 * 7 * 2 * 3,
    ],
    [
      'a transposed one',
      'ConvTranspose',
      [
        [1, 4, 5],
        [4, 3, 3],
      ],
      { strides: [2] },
      4 * 5 * 3 * 3,
    ],
    ['a sum', 'Add', [[2, 3], [3]], {}, 0],
  ];
  for (const [what, operator, shapes, attributes, multiplyAdds] of cases) {
    it(`of ${what} are two for each multiply-add: ${2 * multiplyAdds}`, () => {
      const graph = new GraphBuilder();
      const inputs = shapes.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
      graph.apply(operator, inputs, attributes);
      assert.equal(floatingPointOperations(graph.build()), 2 * multiplyAdds);
    });
  }
});
