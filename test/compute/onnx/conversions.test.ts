import assert from 'node:assert/strict';
import { create, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import {
  AttributeProto_AttributeType as Type,
  type AttributeProto,
  ModelProtoSchema,
} from '../../../src/onnx/onnx_pb';
import { ModelError } from '../../../src/onnx/modelError';
import { GraphBuilder } from '../../../src/graph/builder';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { readModel } from '../../../src/onnx/read';
import { writeTensor } from '../../../src/onnx/tensors';
import { distinct, floats, positive, runGraph } from '../graph/support';

type Attribute = number | readonly (number | bigint)[] | string | { readonly float: number };

/** A shape is fed with numbers; stored tensors are integers unless they are wrapped. */
interface Case {
  readonly inputs: readonly (readonly number[])[];
  readonly stored?: readonly (Float32Array | BigInt64Array)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputs?: number;
}

function attribute(name: string, value: Attribute): Partial<AttributeProto> {
  if (typeof value === 'number') return { name, type: Type.INT, i: BigInt(value) };
  if (typeof value === 'string') {
    return { name, type: Type.STRING, s: new TextEncoder().encode(value) };
  }
  if ('float' in value) return { name, type: Type.FLOAT, f: value.float };
  return value.every((n) => typeof n === 'bigint' || Number.isInteger(n)) && name !== 'scales'
    ? { name, type: Type.INTS, ints: value.map(BigInt) }
    : { name, type: Type.FLOATS, floats: value.map(Number) };
}

/** A model of one node; its stored numbers are scalars where the operator wants one. */
function modelOf(operator: string, version: number, test: Case): Uint8Array {
  const stored = test.stored ?? [];
  const outputs = Array.from({ length: test.outputs ?? 1 }, (_, i) => `y${i}`);
  const fed = test.inputs.map((_, i) => `x${i}`);
  const initializers = stored.map((data, i) => {
    const scalar = /Pad|Dropout/.test(operator) && data instanceof Float32Array;
    return writeTensor(`c${i}`, data, scalar ? [] : [data.length]);
  });
  const model = create(ModelProtoSchema, {
    irVersion: 10n,
    opsetImport: [{ domain: '', version: BigInt(version) }],
    graph: {
      name: operator,
      initializer: initializers,
      input: test.inputs.map((shape, i) => ({
        name: fed[i],
        type: {
          value: {
            case: 'tensorType' as const,
            value: {
              elemType: 1,
              shape: {
                dim: shape.map((length) => ({
                  value: { case: 'dimValue' as const, value: BigInt(length) },
                })),
              },
            },
          },
        },
      })),
      node: [
        {
          opType: operator,
          input: [...fed, ...initializers.map(({ name }) => name)],
          output: outputs,
          attribute: Object.entries(test.attributes ?? {}).map(
            ([name, value]) => attribute(name, value) as AttributeProto,
          ),
        },
      ],
      output: outputs.map((name) => ({
        name,
        type: { value: { case: 'tensorType' as const, value: { elemType: 1 } } },
      })),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

const ints = (...values: number[]): BigInt64Array => BigInt64Array.from(values.map(BigInt));

const channels = [[3], [3], [3], [3]];

/** ONNX Runtime's own reading of the old form is the oracle. */
const cases: readonly (readonly [operator: string, version: number, test: Case])[] = [
  ['ReduceSum', 11, { inputs: [[2, 3, 4]], attributes: { axes: [1], keepdims: 0 } }],
  ['ReduceSum', 11, { inputs: [[2, 3]] }],
  ['ReduceMean', 13, { inputs: [[2, 3, 4]], attributes: { axes: [-1] } }],
  ['ReduceMean', 18, { inputs: [[2, 3, 4]], stored: [ints(0, 2)], attributes: { keepdims: 0 } }],
  ['ReduceL2', 18, { inputs: [[2, 3, 4]], stored: [ints(-1)] }],
  ['ReduceProd', 18, { inputs: [[2, 3, 4]], stored: [ints(1)] }],
  ['Squeeze', 11, { inputs: [[2, 1, 3, 1]], attributes: { axes: [1] } }],
  ['Squeeze', 8, { inputs: [[2, 1, 3, 1]] }],
  ['Unsqueeze', 11, { inputs: [[2, 3]], attributes: { axes: [0, 3] } }],
  ['Split', 11, { inputs: [[2, 6]], attributes: { axis: 1, split: [1, 2, 3] }, outputs: 3 }],
  ['Split', 11, { inputs: [[2, 6]], attributes: { axis: 1 }, outputs: 2 }],
  ['Split', 18, { inputs: [[2, 7]], attributes: { axis: 1, num_outputs: 3 }, outputs: 3 }],
  ['Slice', 9, { inputs: [[4, 5]], attributes: { starts: [1], ends: [-1], axes: [1] } }],
  [
    'Slice',
    9,
    { inputs: [[4, 5]], attributes: { starts: [1], ends: [2n ** 63n - 1n], axes: [1] } },
  ],
  ['Slice', 8, { inputs: [[4, 5]], attributes: { starts: [1, 0], ends: [9, 3] } }],
  ['Clip', 10, { inputs: [[4, 5]], attributes: { min: { float: -0.5 }, max: { float: 0.25 } } }],
  ['Clip', 6 + 1, { inputs: [[4, 5]], attributes: { max: { float: 0.25 } } }],
  ['Pad', 10, { inputs: [[2, 3]], attributes: { pads: [0, 1, 2, 0], value: { float: 7 } } }],
  ['Pad', 8, { inputs: [[2, 3]], attributes: { pads: [1, 1, 1, 2], mode: 'reflect' } }],
  ['Pad', 18, { inputs: [[2, 3]], stored: [ints(1, 2), Float32Array.of(3), ints(-1)] }],
  ['Softmax', 11, { inputs: [[2, 3, 4]] }],
  ['Softmax', 11, { inputs: [[2, 3, 4]], attributes: { axis: 2 } }],
  ['LogSoftmax', 9, { inputs: [[2, 3, 4]], attributes: { axis: 0 } }],
  ['Dropout', 7, { inputs: [[2, 3]], attributes: { ratio: { float: 0.4 } } }],
  ['Dropout', 12, { inputs: [[2, 3]], stored: [Float32Array.of(0.4)] }],
  ['BatchNormalization', 7, { inputs: [[2, 3, 4, 5], ...channels] }],
  ['BatchNormalization', 9, { inputs: [[2, 3], ...channels] }],
  [
    'BatchNormalization',
    15,
    { inputs: [[2, 3, 4], ...channels], attributes: { epsilon: { float: 0.1 } } },
  ],
  [
    'BatchNormalization',
    15,
    {
      inputs: [[2, 3, 4], ...channels],
      attributes: { training_mode: 1, momentum: { float: 0.7 } },
      outputs: 3,
    },
  ],
  ['InstanceNormalization', 7, { inputs: [[2, 3, 4, 5], [3], [3]] }],
  [
    'Attention',
    23,
    {
      inputs: [
        [2, 5, 8],
        [2, 5, 8],
        [2, 5, 8],
      ],
      attributes: { q_num_heads: 2, kv_num_heads: 2, is_causal: 1 },
    },
  ],
  [
    'Attention',
    23,
    {
      inputs: [
        [2, 3, 8],
        [2, 5, 4],
        [2, 5, 6],
        [3, 5],
      ],
      attributes: { q_num_heads: 4, kv_num_heads: 2, scale: { float: 0.3 } },
    },
  ],
  [
    'Attention',
    23,
    {
      inputs: [
        [2, 2, 3, 4],
        [2, 2, 5, 4],
        [2, 2, 5, 4],
      ],
    },
  ],
  [
    'RNN',
    14,
    {
      inputs: [
        [5, 2, 3],
        [2, 4, 3],
        [2, 4, 4],
        [2, 8],
      ],
      attributes: { hidden_size: 4, direction: 'bidirectional' },
      outputs: 2,
    },
  ],
  [
    'GRU',
    7,
    {
      inputs: [
        [5, 2, 3],
        [1, 12, 3],
        [1, 12, 4],
        [1, 24],
      ],
      attributes: { hidden_size: 4, direction: 'reverse' },
      outputs: 2,
    },
  ],
  [
    'GRU',
    22,
    {
      inputs: [
        [5, 2, 3],
        [1, 12, 3],
        [1, 12, 4],
      ],
      attributes: { hidden_size: 4, linear_before_reset: 1 },
    },
  ],
  [
    'LSTM',
    14,
    {
      inputs: [
        [4, 2, 3],
        [2, 16, 3],
        [2, 16, 4],
        [2, 32],
      ],
      attributes: { hidden_size: 4, direction: 'bidirectional' },
      outputs: 3,
    },
  ],
  ...(
    [
      ['abc,cde->abde', [2, 3, 4], [4, 2, 3]],
      ['aecd,abcd->acbe', [2, 3, 2, 4], [2, 5, 2, 4]],
      ['acbe,aecd->abcd', [2, 2, 5, 3], [2, 3, 2, 4]],
      ['ab,cb->c', [2, 3], [4, 3]],
      ['a,b->ba', [2], [3]],
      ['abc->ca', [2, 3, 4]],
    ] as const
  ).map(([equation, ...inputs]) => ['Einsum', 12, { inputs, attributes: { equation } }] as const),
  ['Sum', 8, { inputs: [[2, 3], [3], [2, 1]] }],
  ['Mean', 8, { inputs: [[2, 3], [3], [2, 1]] }],
  ['Sum', 8, { inputs: [[2, 3]] }],
  [
    'Max',
    7,
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
    },
  ],
  ['Upsample', 7, { inputs: [[1, 2, 3, 4]], attributes: { scales: [1, 1, 2, 3] } }],
  [
    'Upsample',
    9,
    {
      inputs: [[1, 2, 3, 4]],
      stored: [Float32Array.of(1, 1, 2, 2)],
      attributes: { mode: 'linear' },
    },
  ],
  ['Resize', 10, { inputs: [[1, 2, 3, 4]], stored: [Float32Array.of(1, 1, 2, 2.5)] }],
  [
    'Resize',
    11,
    {
      inputs: [[1, 2, 3, 4]],
      stored: [new Float32Array(0), Float32Array.of(1, 1, 2, 2)],
      attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    },
  ],
  [
    'Resize',
    19,
    {
      inputs: [[1, 2, 6, 8]],
      stored: [new Float32Array(0), Float32Array.of(1, 1, 0.5, 0.25)],
      attributes: { mode: 'cubic', coordinate_transformation_mode: 'align_corners' },
    },
  ],
  [
    'MaxPool',
    10,
    { inputs: [[1, 2, 6, 7]], attributes: { kernel_shape: [3, 2], strides: [2, 2], ceil_mode: 1 } },
  ],
  [
    'AveragePool',
    11,
    {
      inputs: [[1, 2, 6, 7]],
      attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 1], ceil_mode: 1 },
    },
  ],
  [
    'ConvTranspose',
    11,
    {
      inputs: [
        [1, 2, 3, 4],
        [2, 3, 3, 3],
      ],
      attributes: { strides: [2, 2], auto_pad: 'SAME_UPPER' },
    },
  ],
  [
    'ConvTranspose',
    11,
    {
      inputs: [
        [1, 2, 3, 4],
        [2, 3, 3, 3],
      ],
      attributes: { strides: [2, 2], output_shape: [6, 8] },
    },
  ],
  ['DepthToSpace', 11, { inputs: [[2, 8, 3, 4]], attributes: { blocksize: 2, mode: 'CRD' } }],
  ['DepthToSpace', 9, { inputs: [[2, 8, 3, 4]], attributes: { blocksize: 2 } }],
  ['SpaceToDepth', 9, { inputs: [[2, 3, 4, 6]], attributes: { blocksize: 2 } }],
  ['PRelu', 9, { inputs: [[2, 3, 4], [4]] }],
  ['HardSigmoid', 7, { inputs: [[2, 3]], attributes: { alpha: { float: 0.4 } } }],
  ['Softsign', 7, { inputs: [[2, 3]] }],
  ['Softsign', 22, { inputs: [[2, 3]] }],
  ['Squeeze', 25, { inputs: [[2, 1, 3, 1]], stored: [ints(1)] }],
  ['Pad', 25, { inputs: [[2, 3]], stored: [ints(1, 0, 0, 2)] }],
  ['ThresholdedRelu', 10, { inputs: [[2, 3]], attributes: { alpha: { float: 0.3 } } }],
];

describe('operators of other opsets', () => {
  for (const [operator, version, test] of cases) {
    const details = JSON.stringify(test.attributes ?? {}, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    it(`${operator} of opset ${version} ${details} computes what ONNX Runtime does`, async () => {
      const bytes = modelOf(operator, version, test);
      const numbers = operator === 'BatchNormalization' ? positive : distinct;
      const feeds = Object.fromEntries(
        test.inputs.map((shape, i) => [`x${i}`, new Tensor('float32', numbers(shape, i), shape)]),
      );
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
      const expected = await session.run(feeds);
      await session.release();
      const { graph } = readModel(bytes);
      const actual = await runGraph(graph, feeds);
      for (const { name, value } of graph.outputs) {
        assert.deepEqual(actual[name].dims, expected[name].dims);
        assert.deepEqual(value.type.shape, [...expected[name].dims], 'inferred shape');
        const [found, wanted] = [floats(actual[name]), floats(expected[name])];
        const worst = Math.max(...wanted.map((y, i) => Math.abs(y - found[i])));
        assert.ok(worst < 1e-5, `differs by ${worst}`);
      }
    });
  }

  it('that move between channels and space take any number of samples', () => {
    for (const [operator, shape] of [
      ['DepthToSpace', [2, 3, 6, 8]],
      ['SpaceToDepth', [2, 12, 6, 8]],
    ] as const) {
      const channels = operator === 'DepthToSpace' ? 12 : 3;
      const space = operator === 'DepthToSpace' ? [3, 4] : [12, 16];
      const inputs = [[2, channels, ...space]];
      const network = importNetwork(
        modelOf(operator, 13, { inputs, attributes: { blocksize: 2 } }),
      );
      const graph = new GraphBuilder();
      const [y] = network
        .lower(
          graph,
          (name) => graph.input(name, 'float32', ['N', channels, ...space]),
          () => assert.fail('there are no parameters'),
        )
        .values();
      assert.deepEqual(y.type.shape, ['N', ...shape.slice(1)]);
    }
  });

  const image = [1, 2, 6, 7];
  const refused: readonly (readonly [string, number, Case, RegExp])[] = [
    [
      'AveragePool',
      19,
      { inputs: [image], attributes: { kernel_shape: [2, 2], dilations: [2, 2] } },
      /dilations other than 1/,
    ],
    [
      'AveragePool',
      11,
      {
        inputs: [image],
        attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1, count_include_pad: 1 },
      },
      /ceil_mode together/,
    ],
    [
      'BatchNormalization',
      15,
      { inputs: [[2, 3], ...channels], attributes: { spatial: 0 } },
      /spatial 0/,
    ],
    ['Pad', 19, { inputs: [[4]], stored: [ints(1, 1)], attributes: { mode: 'wrap' } }, /'wrap'/],
    ['MaxPool', 8, { inputs: [image], attributes: { kernel_shape: [2, 2] }, outputs: 2 }, /'y1'/],
    ['Relu', 13, { inputs: [[2]], attributes: { alpha: 1 } }, /the attribute 'alpha'/],
    [
      'Resize',
      18,
      {
        inputs: [image],
        stored: [new Float32Array(0), Float32Array.of(1, 1, 2, 2)],
        attributes: { antialias: 1, mode: 'linear' },
      },
      /antialias 1/,
    ],
    ['Dropout', 12, { inputs: [[2, 3]], outputs: 2 }, /'y1'/],
    [
      'Einsum',
      12,
      { inputs: [[2, 2]], attributes: { equation: 'aa->a' } },
      /the equation 'aa->a' is not supported/,
    ],
    ['Upsample', 10, { inputs: [image] }, /Upsample of opset 10 \(supported up to 9\)/],
    ['Cast', 24, { inputs: [[2]], attributes: { to: 24 } }, /the element type float8e8m0/],
    // ONNX gives 1 and 3.142857 for 1, 2, 3, 4 by 0.6, ONNX Runtime 1 and 4.
    ...(
      [
        ['linear', 'align_corners', 0.6, /'align_corners' with scales that make a length of 4.2/],
        ['cubic', 'align_corners', 0.8, /make a length of 5.6 \(export it with sizes\)/],
        ['nearest', 'align_corners', 2.4, /make a length of 16.8/],
        ['linear', 'pytorch_half_pixel', 0.2, /make a length of 1.4/],
      ] as const
    ).map(
      ([mode, coordinates, scale, reason]) =>
        [
          'Resize',
          19,
          {
            inputs: [image],
            stored: [new Float32Array(0), Float32Array.of(1, 1, 1, scale)],
            attributes: { mode, coordinate_transformation_mode: coordinates },
          },
          reason,
        ] as const,
    ),
  ];
  for (const [operator, version, test, reason] of refused) {
    it(`${operator} of opset ${version} is refused: ${reason.source}`, () => {
      assert.throws(
        () => readModel(modelOf(operator, version, test)),
        (error) =>
          error instanceof ModelError &&
          error.code === 'unsupportedOperators' &&
          error.operators.includes(operator) &&
          reason.test(error.message),
      );
    });
  }
});
