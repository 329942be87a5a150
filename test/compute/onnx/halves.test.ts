import assert from 'node:assert/strict';
import { create, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { type ModelProto, ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { readModel } from '../../../src/onnx/read';
import { writeModel } from '../../../src/onnx/write';
import { distinct, floats, runGraph } from '../graph/support';

/** Models of 16-bit floats are read as float32 networks; ONNX Runtime's reading of the file is the oracle. */

const [float32, float16, bfloat16] = [1, 10, 16];

type Node = readonly [
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes?: Readonly<Record<string, number>>,
];

interface Stored {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  readonly bits: Uint16Array;
  /** Whether the numbers stand in `int32_data`. */
  readonly listed?: boolean;
}

const port = (name: string, elemType: number, shape: readonly number[]) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType,
        shape: {
          dim: shape.map((length) => ({
            value: { case: 'dimValue' as const, value: BigInt(length) },
          })),
        },
      },
    },
  },
});

type Port = ReturnType<typeof port>;

function modelOf(
  input: readonly Port[],
  output: Port,
  stored: readonly Stored[],
  nodes: readonly Node[],
): Uint8Array {
  const model: ModelProto = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name: 'halves',
      input: [...input],
      output: [output],
      initializer: stored.map(({ name, type, shape, bits, listed }) => ({
        name,
        dataType: type,
        dims: shape.map(BigInt),
        ...(listed ? { int32Data: [...bits] } : { rawData: new Uint8Array(bits.buffer) }),
      })),
      node: nodes.map(([opType, inputs, name, attributes = {}]) => ({
        opType,
        name: `${opType} ${name}`,
        input: [...inputs],
        output: [name],
        attribute: Object.entries(attributes).map(([name, i]) => ({ name, type: 2, i: BigInt(i) })),
      })),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

/** Numbers as float16, cut off: an upper part of float32 with fewer bits of exponent, right for 2⁻¹⁴ to 2. */
const halvesOf = (values: Float32Array): Uint16Array =>
  Uint16Array.from(new Uint32Array(values.buffer), (bits) => {
    const exponent = ((bits >> 23) & 0xff) - 112;
    return ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >> 13) & 0x3ff);
  });

const bfloatsOf = (values: Float32Array): Uint16Array =>
  Uint16Array.from(new Uint32Array(values.buffer), (bits) => bits >>> 16);

const every = Uint16Array.from({ length: 0x10000 }, (_, i) => i);

describe('models of 16-bit floats', () => {
  for (const [what, type] of [
    ['float16', float16],
    ['bfloat16', bfloat16],
  ] as const) {
    for (const listed of [false, true]) {
      it(`every ${what} of ${listed ? 'int32_data' : 'raw_data'} is the number ONNX Runtime casts it to`, async () => {
        const bytes = modelOf(
          [],
          port('y', float32, [every.length]),
          [{ name: 'all', type, shape: [every.length], bits: every, listed }],
          [['Cast', ['all'], 'y', { to: float32 }]],
        );
        const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
        const expected = floats((await session.run({}))['y']);
        await session.release();
        const { initializers, widened } = readModel(bytes);
        const actual = initializers.get('all')!.data as Float32Array;
        assert.deepEqual(widened, [what]);
        actual.forEach((y, i) => assert.ok(Object.is(y, expected[i]), `${i}: ${y}`));
      });
    }
  }

  const [kernel, matrix, bias] = [
    distinct([3, 2, 3, 3], 1),
    distinct([48, 4], 2),
    distinct([4], 3),
  ];
  const weights = (type: number, of: (values: Float32Array) => Uint16Array): Stored[] => [
    { name: 'kernel', type, shape: [3, 2, 3, 3], bits: of(kernel) },
    { name: 'matrix', type, shape: [48, 4], bits: of(matrix) },
    { name: 'bias', type, shape: [4], bits: of(bias) },
  ];
  const layers: readonly Node[] = [
    ['Conv', ['h', 'kernel'], 'c'],
    ['Relu', ['c'], 'r'],
    ['Flatten', ['r'], 'f'],
    ['Gemm', ['f', 'matrix', 'bias'], 'g'],
  ];
  const shape = [2, 2, 6, 6];
  const cases: readonly (readonly [what: string, bytes: Uint8Array])[] = [
    [
      'activations of float16 between casts',
      modelOf([port('x', float32, shape)], port('y', float32, [2, 4]), weights(float16, halvesOf), [
        ['Cast', ['x'], 'h', { to: float16 }],
        ...layers,
        ['Cast', ['g'], 'y', { to: float32 }],
      ]),
    ],
    [
      'weights alone of float16, cast where they are used',
      modelOf([port('x', float32, shape)], port('y', float32, [2, 4]), weights(float16, halvesOf), [
        ['Cast', ['kernel'], 'K', { to: float32 }],
        ['Cast', ['matrix'], 'M', { to: float32 }],
        ['Cast', ['bias'], 'B', { to: float32 }],
        ['Conv', ['x', 'K'], 'c'],
        ['Relu', ['c'], 'r'],
        ['Flatten', ['r'], 'f'],
        ['Gemm', ['f', 'M', 'B'], 'y'],
      ]),
    ],
    [
      'weights alone of bfloat16, cast where they are used',
      modelOf(
        [port('x', float32, shape)],
        port('y', float32, [2, 4]),
        weights(bfloat16, bfloatsOf),
        [
          ['Cast', ['kernel'], 'K', { to: float32 }],
          ['Cast', ['matrix'], 'M', { to: float32 }],
          ['Cast', ['bias'], 'B', { to: float32 }],
          ['Conv', ['x', 'K'], 'c'],
          ['Relu', ['c'], 'r'],
          ['Flatten', ['r'], 'f'],
          ['Gemm', ['f', 'M', 'B'], 'y'],
        ],
      ),
    ],
  ];
  for (const [what, bytes] of cases) {
    it(`compute what ONNX Runtime computes: ${what}`, async () => {
      const x = new Tensor('float32', distinct(shape, 4), shape);
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
      const expected = floats((await session.run({ x }))['y']);
      await session.release();
      const actual = floats((await runGraph(readModel(bytes).graph, { x }))['y']);
      // Sums of 48 products, each rounded to 10 bits where the runtime computes in float16.
      actual.forEach((y, i) => assert.ok(Math.abs(y - expected[i]) < 0.05, `${y}, ${expected[i]}`));
      if (what.startsWith('weights')) {
        actual.forEach((y, i) => assert.ok(Math.abs(y - expected[i]) < 1e-4));
      }
    });

    it(`have parameters to train and layers to look into: ${what}`, () => {
      const network = importNetwork(bytes);
      assert.deepEqual(
        network.parameters.map(({ name, penalized }) => [name, penalized]),
        [
          ['kernel', true],
          ['matrix', true],
          ['bias', false],
        ],
      );
      const nodes = network.layers([2, 6, 6]);
      assert.equal(nodes.at(-1)!.tensor, 'y');
      assert.deepEqual(nodes.at(-1)!.shape, [4]);
    });
  }

  it('take inputs of float16 as float32, and are written as float32', () => {
    const bytes = modelOf(
      [port('x', float16, shape)],
      port('g', float16, [2, 4]),
      weights(float16, halvesOf),
      [['Identity', ['x'], 'h'], ...layers],
    );
    const { graph } = readModel(bytes);
    assert.deepEqual(
      graph.inputs.map(({ type }) => type.dataType),
      ['float32'],
    );
    assert.deepEqual(readModel(writeModel(graph, { name: 'float32' })).widened, []);
  });
});
