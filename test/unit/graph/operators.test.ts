import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { GraphError } from '../../../src/graph/graphError';
import type { Attributes, Dimension, Value } from '../../../src/graph/graph';

type Shape = readonly Dimension[];

/** Operands: shapes of float inputs, or vectors of int64 written as `ints(...)`. */
type Operand = Shape | { readonly ints: readonly number[] };
const ints = (...values: number[]): Operand => ({ ints: values });

const apply = (operator: string, operands: readonly Operand[], attributes: Attributes = {}) => {
  const graph = new GraphBuilder();
  const inputs = operands.map((operand, i): Value =>
    'ints' in operand ? graph.ints(operand.ints) : graph.input(`x${i}`, 'float32', operand),
  );
  return graph.applyAll(operator, inputs, attributes).map((value) => value.type.shape);
};

describe('shape rules with a named batch', () => {
  const cases: readonly (readonly [string, readonly Operand[], Attributes, ...Shape[]])[] = [
    ['Conv', [['N', 3, 28, 28], [8, 3, 5, 5], [8]], { pads: [2, 2, 2, 2] }, ['N', 8, 28, 28]],
    [
      'Conv',
      [
        ['N', 3, 9, 8],
        [8, 3, 3, 3],
      ],
      { strides: [2, 3] },
      ['N', 8, 4, 2],
    ],
    [
      'Conv',
      [
        ['N', 3, 'H', 'W'],
        [8, 3, 3, 3],
      ],
      { pads: [1, 1, 1, 1] },
      ['N', 8, 'H', 'W'],
    ],
    [
      'Conv',
      [
        ['N', 4, 9],
        [6, 2, 3],
      ],
      { group: 2, dilations: [2] },
      ['N', 6, 5],
    ],
    [
      'ConvTranspose',
      [
        ['N', 4, 5],
        [4, 3, 3],
      ],
      { strides: [2] },
      ['N', 3, 11],
    ],
    ['MaxPool', [['N', 3, 7, 6]], { kernel_shape: [2, 2], strides: [2, 2] }, ['N', 3, 3, 3]],
    ['AveragePool', [['N', 3, 7]], { kernel_shape: [3], pads: [1, 1] }, ['N', 3, 7]],
    ['GlobalAveragePool', [['N', 3, 7, 6]], {}, ['N', 3, 1, 1]],
    ['Flatten', [['N', 3, 4, 4]], {}, ['N', 48]],
    ['Flatten', [['N', 3]], { axis: 0 }, [1, '3*N']],
    ['Reshape', [['N', 3, 4], ints(0, -1)], {}, ['N', 12]],
    ['Reshape', [['N', 12], ints(-1, 3, 4)], {}, ['N', 3, 4]],
    ['Reshape', [['N', 12], ints(-1, 4)], {}, ['3*N', 4]],
    ['Gemm', [['N', 12], [5, 12], [5]], { transB: 1 }, ['N', 5]],
    [
      'MatMul',
      [
        ['N', 7, 12],
        [12, 5],
      ],
      {},
      ['N', 7, 5],
    ],
    ['MatMul', [['N', 12], [12]], {}, ['N']],
    ['MatMul', [[12], ['N', 12, 2]], {}, ['N', 2]],
    ['Transpose', [['N', 3, 4]], { perm: [1, 2, 0] }, [3, 4, 'N']],
    ['ReduceMean', [['N', 3, 4]], { axes: [-1], keepdims: 0 }, ['N', 3]],
    ['ReduceSum', [['N', 3, 4], ints(0)], {}, [1, 3, 4]],
    ['ArgMax', [['N', 10]], { axis: 1, keepdims: 0 }, ['N']],
    [
      'Concat',
      [
        ['N', 3, 4],
        ['N', 2, 4],
      ],
      { axis: 1 },
      ['N', 5, 4],
    ],
    ['Split', [['N', 5], ints(2, 3)], { axis: -1 }, ['N', 2], ['N', 3]],
    ['Slice', [['N', 9], ints(-2), ints(9), ints(1)], {}, ['N', 2]],
    ['Pad', [['N', 3], ints(0, 1, 0, 2)], {}, ['N', 6]],
    ['Gather', [['N', 9, 4], ints(1, 2)], { axis: 1 }, ['N', 2, 4]],
    ['Squeeze', [['N', 1, 4], ints(1)], {}, ['N', 4]],
    ['Unsqueeze', [['N', 4], ints(1, -1)], {}, ['N', 1, 4, 1]],
    ['Expand', [['N', 1], ints(1, 4)], {}, ['N', 4]],
    ['Softmax', [['N', 4]], {}, ['N', 4]],
  ];
  for (const [operator, operands, attributes, ...expected] of cases) {
    it(`${operator} gives ${expected.map((shape) => `[${shape.join(', ')}]`).join(' ')}`, () =>
      assert.deepEqual(apply(operator, operands, attributes), expected));
  }
});

describe('operators that do not fit', () => {
  const cases: readonly (readonly [string, readonly Operand[], Attributes, string])[] = [
    [
      'Add',
      [
        [2, 3],
        [4, 3],
      ],
      {},
      'Add: shapes [2, 3] and [4, 3] do not broadcast',
    ],
    [
      'MatMul',
      [
        [2, 3],
        [4, 5],
      ],
      {},
      'MatMul: shapes [2, 3] and [4, 5] do not multiply',
    ],
    [
      'Gemm',
      [
        [2, 3],
        [3, 5],
      ],
      { transB: 1 },
      'shapes [2, 3] and [3, 5] do not multiply, transB',
    ],
    ['Gemm', [[2, 3], [3, 5], [4]], {}, 'shapes [4] and [2, 5] do not broadcast'],
    [
      'Conv',
      [
        [1, 3, 8, 8],
        [4, 2, 3, 3],
      ],
      {},
      'input [1, 3, 8, 8] does not fit filters [4, 2, 3, 3]',
    ],
    [
      'Conv',
      [
        [1, 4, 8, 8],
        [3, 2, 3, 3],
      ],
      { group: 2 },
      'in 2 groups',
    ],
    [
      'Conv',
      [
        [1, 3, 2, 2],
        [4, 3, 3, 3],
      ],
      {},
      'window [3, 3] is larger than the padded input [2, 2]',
    ],
    ['Conv', [[1, 3, 8, 8], [4, 3, 3, 3], [5]], {}, 'bias [5] does not fit 4 channels'],
    [
      'Conv',
      [
        [1, 3, 8, 8],
        [4, 3, 3, 3],
      ],
      { pads: [1, 1] },
      'pads [1, 1] needs 4 numbers',
    ],
    [
      'Conv',
      [
        [1, 3, 8, 8],
        [4, 3, 3, 3],
      ],
      { stride: [1] },
      "Conv: no attribute 'stride'",
    ],
    [
      'MaxPool',
      [[1, 3, 'H', 8]],
      { kernel_shape: [2, 2], strides: [2, 2] },
      'lengths [H, 8] must be known',
    ],
    [
      'MaxPool',
      [[1, 3, 8]],
      { kernel_shape: [2], pads: [2, 0] },
      'must be smaller than the window [2]',
    ],
    ['MaxPool', [[1, 3, 8]], { kernel_shape: [2], ceil_mode: 1 }, 'ceil_mode 1 is not supported'],
    ['Reshape', [[2, 3], ints(4, -1)], {}, 'shape [2, 3] cannot become [4, -1]'],
    ['Reshape', [['N', 3], ints(2, 3)], {}, 'shape [N, 3] cannot become [2, 3]'],
    ['Reshape', [[2, 3], [2]], {}, 'the shape must be a constant'],
    [
      'Concat',
      [
        [2, 3],
        [3, 4],
      ],
      { axis: 1 },
      'shapes [2, 3] and [3, 4] differ outside axis 1',
    ],
    ['Split', [[2, 5], ints(2, 2)], { axis: 1 }, 'do not add up to axis 1 of [2, 5]'],
    ['Transpose', [[2, 3]], { perm: [0, 0] }, 'perm [0, 0] does not order the axes of [2, 3]'],
    ['Softmax', [[2, 3]], { axis: 2 }, 'axis 2 does not exist in a tensor of rank 2'],
    ['Squeeze', [[2, 3], ints(1)], {}, 'axis 1 of [2, 3] has a length other than 1'],
    ['Add', [[2], ints(1, 2)], {}, 'inputs have the types float32 and int64, expected one type'],
    ['Exp', [ints(1)], {}, 'input 0 is int64, expected float32'],
    ['Add', [[2]], {}, '1 inputs, expected 2'],
    ['Fourier', [[2]], {}, 'Fourier: no such operator'],
  ];
  for (const [operator, operands, attributes, message] of cases) {
    it(message, () =>
      assert.throws(
        () => apply(operator, operands, attributes),
        (error) => error instanceof GraphError && error.message.includes(message),
      ),
    );
  }
});

describe('a graph builder', () => {
  it('makes equal scalars and integer vectors once', () => {
    const graph = new GraphBuilder();
    assert.equal(graph.scalar(0.5), graph.scalar(0.5));
    assert.equal(graph.ints([1, 2]), graph.ints([1, 2]));
    assert.notEqual(graph.ints([1, 2]), graph.ints([12]));
    assert.equal(graph.build().constants.length, 3);
  });

  it('refuses a name that is taken by an input or output', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [2]);
    assert.throws(() => graph.input('x', 'float32', [2]), /the name 'x' is taken/);
    graph.output('y', x);
    assert.throws(() => graph.output('y', x), /the name 'y' is taken/);
  });

  it('refuses a constant whose elements do not fill its shape', () => {
    const graph = new GraphBuilder();
    assert.throws(
      () => graph.constant(new Float32Array(5), [2, 3]),
      /5 numbers do not fill the shape \[2, 3\]/,
    );
  });
});
