import type { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { elementType } from '../../../src/graph/dataTypes';
import { distinct, type GradientCase, operatorCase, positive } from './support';

/** Gradient cases of every operator with a gradient rule, by its name. */

const ints = (graph: GraphBuilder, ...values: number[]): Value => graph.ints(values);

/** A case whose operator reads constants behind its float inputs. */
const withConstants = (
  operator: string,
  inputs: readonly (readonly number[])[],
  constants: (graph: GraphBuilder) => readonly (Value | undefined)[],
  attributes = {},
  more: Partial<GradientCase> = {},
): GradientCase => ({
  inputs,
  build: (graph, values) => graph.applyAll(operator, [...values, ...constants(graph)], attributes),
  ...more,
});

const unary = (operator: string, attributes = {}, more: Partial<GradientCase> = {}) => [
  operatorCase(operator, [[3, 4]], attributes, more),
];

const binary = (operator: string, more: Partial<GradientCase> = {}) => [
  operatorCase(
    operator,
    [
      [3, 4],
      [3, 4],
    ],
    {},
    more,
  ),
  operatorCase(
    operator,
    [
      [2, 3, 4],
      [3, 1],
    ],
    {},
    more,
  ),
  operatorCase(
    operator,
    [
      [1, 4],
      [3, 1],
    ],
    {},
    more,
  ),
  operatorCase(operator, [[], [2, 3]], {}, more),
];

const reduction = (operator: string, more: Partial<GradientCase> = {}) => [
  operatorCase(operator, [[2, 3, 4]], {}, more),
  operatorCase(operator, [[2, 3, 4]], { axes: [1], keepdims: 0 }, more),
  operatorCase(operator, [[2, 3, 4]], { axes: [0, -1] }, more),
];

const pools = (operator: string, attributes = {}) => [
  operatorCase(operator, [[2, 3, 6, 4]], { kernel_shape: [2, 2], strides: [2, 2], ...attributes }),
  operatorCase(operator, [[1, 2, 7, 5]], { kernel_shape: [3, 2], strides: [3, 2], ...attributes }),
  operatorCase(operator, [[2, 1, 7, 6]], { kernel_shape: [3, 3], strides: [2, 2], ...attributes }),
  operatorCase(operator, [[1, 2, 4, 4]], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
    ...attributes,
  }),
  operatorCase(operator, [[1, 2, 7, 7]], { kernel_shape: [2, 2], strides: [3, 3], ...attributes }),
  operatorCase(operator, [[2, 2, 9]], {
    kernel_shape: [3],
    strides: [2],
    pads: [1, 0],
    ...attributes,
  }),
  operatorCase(operator, [[1, 1, 5, 5]], {
    kernel_shape: [2, 2],
    strides: [2, 2],
    auto_pad: 'SAME_UPPER',
    ...attributes,
  }),
];

/** Indices of rows, of a shape. */
const rowsAt = (graph: GraphBuilder, shape: readonly number[], ...numbers: number[]): Value =>
  graph.constant(BigInt64Array.from(numbers, BigInt), shape);

const condition = (graph: GraphBuilder, shape: readonly number[]): Value => {
  const data = distinct(shape, 99);
  return graph.greater(graph.constant(data, shape), 0);
};

/** Rows of four with no, one, two and four zeros. */
const rowsWithZeros = (shape: readonly number[]): Float32Array =>
  positive(shape, 5).map((x, i) =>
    [i % 4 >= 4, i % 4 === 1, i % 4 < 2, true][(i >> 2) % 4] ? 0 : x,
  );

const products: readonly (readonly [number[], number[]])[] = [
  [
    [3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 1, 3, 4],
    [5, 4, 2],
  ],
  [
    [3, 4],
    [2, 4, 5],
  ],
  [[4], [4, 5]],
  [[3, 4], [4]],
  [[4], [4]],
  [[4], [2, 4, 3]],
  [[2, 3, 4], [4]],
];

export const gradientCases: Readonly<Record<string, readonly GradientCase[]>> = {
  Neg: unary('Neg'),
  Abs: unary('Abs'),
  Sqrt: unary('Sqrt', {}, { data: positive }),
  Exp: unary('Exp'),
  Log: unary('Log', {}, { data: positive }),
  Reciprocal: unary('Reciprocal', {}, { data: positive }),
  Tanh: unary('Tanh'),
  Sigmoid: unary('Sigmoid'),
  Softplus: unary('Softplus'),
  Erf: unary('Erf'),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Relu: unary('Relu'),
  LeakyRelu: [...unary('LeakyRelu'), ...unary('LeakyRelu', { alpha: 0.3 })],
  Elu: [...unary('Elu'), ...unary('Elu', { alpha: 0.4 })],
  Selu: [...unary('Selu'), ...unary('Selu', { alpha: 1.2, gamma: 2 })],
  Identity: unary('Identity'),
  Cast: unary('Cast', { to: elementType.float32 }),

  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div', { data: positive }),
  Pow: [
    ...binary('Pow', { data: positive }),
    ...[1, 2, 3, 0.5].map((power) =>
      withConstants('Pow', [[3, 4]], (graph) => [graph.scalar(power)], {}, { data: positive }),
    ),
    withConstants('Pow', [[3, 4]], (graph) => [graph.scalar(3)]),
  ],
  Min: [...binary('Min'), operatorCase('Min', [[3, 4], [4], [3, 1]])],
  Max: [...binary('Max'), operatorCase('Max', [[3, 4], [4], [3, 1]])],
  Clip: [
    withConstants('Clip', [[3, 5]], (graph) => [graph.scalar(-0.7), graph.scalar(0.9)]),
    withConstants('Clip', [[3, 5]], (graph) => [undefined, graph.scalar(0.3)]),
  ],
  Where: [
    {
      inputs: [[3, 4], [4]],
      build: (graph, values) => graph.apply('Where', [condition(graph, [3, 4]), ...values]),
    },
    {
      inputs: [[3, 4], []],
      build: (graph, values) => graph.apply('Where', [condition(graph, [2, 1, 4]), ...values]),
    },
  ],

  ReduceSum: [
    operatorCase('ReduceSum', [[2, 3]]),
    withConstants('ReduceSum', [[2, 3, 4]], (graph) => [ints(graph, 0, -1)], { keepdims: 0 }),
    withConstants('ReduceSum', [[2, 3, 4]], (graph) => [ints(graph, 1)]),
    operatorCase('ReduceSum', [[2, 3]], { noop_with_empty_axes: 1 }),
  ],
  ReduceMean: reduction('ReduceMean'),
  ReduceMax: reduction('ReduceMax'),
  ReduceMin: reduction('ReduceMin'),
  ReduceL2: reduction('ReduceL2'),
  ReduceSumSquare: reduction('ReduceSumSquare'),
  ReduceProd: [
    ...reduction('ReduceProd', { data: positive }),
    ...reduction('ReduceProd', { data: (shape) => rowsWithZeros(shape) }),
  ],
  CumSum: [
    withConstants('CumSum', [[3, 4]], (graph) => [graph.constant(Int32Array.of(1), [])]),
    withConstants('CumSum', [[3, 4]], (graph) => [graph.constant(Int32Array.of(0), [])], {
      exclusive: 1,
    }),
    withConstants('CumSum', [[3, 4]], (graph) => [graph.constant(Int32Array.of(-1), [])], {
      exclusive: 1,
      reverse: 1,
    }),
  ],

  MatMul: products.map(([a, b]) => operatorCase('MatMul', [a, b])),
  Gemm: [0, 1].flatMap((transA) =>
    [0, 1].map((transB) =>
      operatorCase(
        'Gemm',
        [transA ? [4, 3] : [3, 4], transB ? [5, 4] : [4, 5], transA ? [5] : [3, 1]],
        { transA, transB, alpha: 0.7, beta: 1.3 },
      ),
    ),
  ),
  Transpose: [
    operatorCase('Transpose', [[2, 3, 4]]),
    operatorCase('Transpose', [[2, 3, 4]], { perm: [1, 2, 0] }),
  ],

  Reshape: [
    withConstants('Reshape', [[2, 3, 4]], (graph) => [ints(graph, 0, -1, 2)]),
    withConstants('Reshape', [[1]], (graph) => [graph.ints([])]),
  ],
  Flatten: [
    operatorCase('Flatten', [[2, 3, 4]]),
    operatorCase('Flatten', [[2, 3, 4]], { axis: -1 }),
  ],
  Squeeze: [
    withConstants('Squeeze', [[1, 3, 1]], (graph) => [ints(graph, -1)]),
    operatorCase('Squeeze', [[1, 3, 1]]),
  ],
  Unsqueeze: [withConstants('Unsqueeze', [[3, 4]], (graph) => [ints(graph, 3, 0)])],
  Expand: [
    withConstants('Expand', [[3, 1]], (graph) => [ints(graph, 2, 1, 4)]),
    {
      inputs: [
        [1, 4],
        [3, 4],
      ],
      wanted: [0],
      build: (graph, [x, like]) => graph.expand(x, graph.shape(like)),
    },
  ],
  Concat: [
    operatorCase(
      'Concat',
      [
        [2, 3],
        [2, 1],
        [2, 4],
      ],
      { axis: 1 },
    ),
    operatorCase(
      'Concat',
      [
        [2, 3],
        [1, 3],
      ],
      { axis: -2 },
    ),
    operatorCase('Concat', [[2, 3]], { axis: 0 }),
    operatorCase(
      'Concat',
      [
        [2, 3],
        [2, 3],
      ],
      { axis: 0 },
      { wanted: [1] },
    ),
  ],
  Split: [
    withConstants('Split', [[2, 6]], (graph) => [ints(graph, 1, 3, 2)], { axis: 1 }),
    {
      inputs: [[9, 2]],
      build: (graph, [x]) => graph.split(x, ints(graph, ...Array<number>(9).fill(1)), { axis: 0 }),
    },
    {
      inputs: [[5, 2]],
      build: (graph, [x]) => graph.split(x, ints(graph, 2, 3), { axis: 0 })[1],
    },
  ],
  Pad: [
    withConstants('Pad', [[2, 3]], (graph) => [ints(graph, 1, 0, 2, 3)]),
    withConstants('Pad', [[4, 5]], (graph) => [ints(graph, -1, 2, 1, -2), graph.scalar(3)]),
  ],
  Slice: [
    withConstants('Slice', [[4, 5]], (graph) => [ints(graph, 1, 2), ints(graph, 3, 1000)]),
    withConstants('Slice', [[4, 7]], (graph) => [
      ...[ints(graph, 1), ints(graph, -1), ints(graph, -1), ints(graph, 2)],
    ]),
    withConstants('Slice', [[5, 4]], (graph) => [
      ...[ints(graph, -1, 3), ints(graph, -100, 0), ints(graph, 0, 1), ints(graph, -2, -1)],
    ]),
  ],
  Gather: [
    withConstants('Gather', [[4, 3]], (graph) => [ints(graph, 1, 3, 1, -4)]),
    withConstants('Gather', [[300, 2]], (graph) => [ints(graph, 1, 299, 1, -300, 7, 1, 0)]),
    withConstants(
      'Gather',
      [[2, 4, 3]],
      (graph) => [graph.constant(Int32Array.of(0, 2, 3, 2, -1, 2), [2, 3])],
      { axis: 1 },
    ),
    withConstants('Gather', [[2, 4, 3]], (graph) => [graph.constant(BigInt64Array.of(-2n), [])], {
      axis: 1,
    }),
    withConstants('Gather', [[2, 4, 3]], (graph) => [ints(graph, 3)], { axis: -2 }),
  ],
  ScatterND: [
    {
      inputs: [
        [4, 3],
        [2, 3],
      ],
      build: (graph, [x, updates]) => graph.scatterND(x, rowsAt(graph, [2, 1], 3, -4), updates),
    },
    {
      inputs: [[2, 3, 2], [2]],
      build: (graph, [x, updates]) =>
        graph.scatterND(x, rowsAt(graph, [2, 3], 1, 2, 0, 0, -1, 1), updates),
    },
    {
      inputs: [
        [4, 3],
        [3, 3],
      ],
      build: (graph, [x, updates]) =>
        graph.scatterND(x, rowsAt(graph, [3, 1], 1, 3, 1), updates, { reduction: 'add' }),
    },
  ],

  Conv: [
    operatorCase('Conv', [[2, 3, 5, 6], [4, 3, 3, 2], [4]], { pads: [1, 0, 1, 1] }),
    operatorCase(
      'Conv',
      [
        [1, 2, 9],
        [3, 2, 3],
      ],
      { strides: [2], dilations: [2] },
    ),
    operatorCase('Conv', [
      [1, 1, 3, 4, 3],
      [2, 1, 2, 2, 2],
    ]),
    operatorCase('Conv', [[2, 4, 2, 3, 2], [4, 2, 2, 2, 1], [4]], { group: 2 }),
    operatorCase(
      'Conv',
      [
        [2, 1, 6, 5],
        [2, 1, 3, 3],
      ],
      { strides: [2, 2], auto_pad: 'SAME_LOWER' },
    ),
    operatorCase(
      'Conv',
      [
        [1, 1, 3, 3],
        [1, 1, 1, 1],
      ],
      { pads: [1, 1, 1, 1] },
    ),
    operatorCase('Conv', [
      [2, 3, 4, 4],
      [5, 3, 1, 1],
    ]),
  ],
  ConvTranspose: [
    operatorCase('ConvTranspose', [[2, 3, 3, 4], [3, 2, 3, 2], [2]]),
    operatorCase(
      'ConvTranspose',
      [
        [1, 4, 3, 3],
        [4, 2, 3, 3],
      ],
      {
        strides: [2, 2],
        pads: [1, 1, 0, 1],
        output_padding: [1, 0],
        group: 2,
      },
    ),
    operatorCase(
      'ConvTranspose',
      [
        [1, 4, 2, 3, 2],
        [4, 2, 2, 3, 2],
      ],
      {
        strides: [2, 1, 2],
        dilations: [1, 2, 1],
        pads: [1, 0, 2, 0, 3, 0],
        output_padding: [1, 0, 0],
        group: 2,
      },
    ),
    operatorCase(
      'ConvTranspose',
      [
        [2, 2, 5],
        [2, 1, 2],
      ],
      { strides: [3], dilations: [2] },
    ),
  ],
  AveragePool: [...pools('AveragePool'), ...pools('AveragePool', { count_include_pad: 1 })],
  MaxPool: [
    ...pools('MaxPool'),
    operatorCase('MaxPool', [[1, 2, 7, 8]], { kernel_shape: [2, 3], dilations: [2, 1] }),
  ],
  GlobalAveragePool: [operatorCase('GlobalAveragePool', [[2, 3, 4, 5]])],
  GlobalMaxPool: [operatorCase('GlobalMaxPool', [[2, 3, 4, 5]])],

  Softmax: [operatorCase('Softmax', [[3, 4]]), operatorCase('Softmax', [[2, 3, 4]], { axis: 1 })],
  LogSoftmax: [
    operatorCase('LogSoftmax', [[3, 4]]),
    operatorCase('LogSoftmax', [[2, 3, 4]], { axis: 1 }),
  ],
  LRN: [
    operatorCase('LRN', [[2, 6, 2, 3]], { size: 3, alpha: 0.9, beta: 0.6, bias: 1.5 }),
    operatorCase('LRN', [[1, 5, 3, 1]], { size: 1, alpha: 1.4 }),
    operatorCase('LRN', [[2, 3, 2, 2]], { size: 5, alpha: 1.4 }),
  ],
  LayerNormalization: [
    operatorCase('LayerNormalization', [[3, 6], [6], [6]]),
    operatorCase(
      'LayerNormalization',
      [
        [2, 3, 4],
        [3, 4],
      ],
      { axis: 1, epsilon: 1e-3 },
    ),
  ],
  Resize: [
    withConstants(
      'Resize',
      [[1, 2, 3, 4]],
      (graph) => [undefined, graph.constant(Float32Array.of(1, 1, 2, 3), [4])],
      {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      },
    ),
  ],
};
