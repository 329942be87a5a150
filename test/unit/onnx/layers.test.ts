import assert from 'node:assert/strict';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { GraphBuilder } from '../../../src/graph/builder';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { type GraphProtoSchema, ModelProtoSchema } from '../../../src/onnx/onnx_pb';

const floats = (name: string, ...shape: number[]) => ({
  name,
  dataType: 1,
  dims: shape.map(BigInt),
  floatData: Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => i / 10),
});

const ints = (name: string, ...values: bigint[]) => ({
  name,
  dataType: 7,
  dims: [BigInt(values.length)],
  int64Data: values,
});

const node = (name: string, opType: string, input: string[], ...output: string[]) => ({
  name,
  opType,
  input,
  output,
});

const dimension = (length: string | bigint) =>
  typeof length === 'string'
    ? { value: { case: 'dimParam' as const, value: length } }
    : { value: { case: 'dimValue' as const, value: length } };

const tensor = (name: string, ...shape: (string | bigint)[]) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: { elemType: 1, shape: { dim: shape.map(dimension) } },
    },
  },
});

const networkOf = (graph: MessageInitShape<typeof GraphProtoSchema>) =>
  importNetwork(
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: 8n,
        opsetImport: [{ domain: '', version: 17n }],
        graph,
      }),
    ),
  );

/** As exporters write a convolutional network for a batch of any length: the flat shape is computed. */
const convolutional = networkOf({
  name: 'net',
  input: [tensor('x', 'batch', 3n, 4n, 4n)],
  initializer: [
    floats('conv.weight', 2, 3, 1, 1),
    floats('bn.weight', 2),
    floats('bn.bias', 2),
    floats('bn.running_mean', 2),
    { ...floats('bn.running_var', 2), floatData: [1, 2] },
    floats('fc.weight', 5, 32),
    ints('zero', 0n),
    ints('rest', -1n),
  ],
  node: [
    node('/conv/Conv', 'Conv', ['x', 'conv.weight'], 'a'),
    node(
      '/bn/BatchNormalization',
      'BatchNormalization',
      ['a', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var'],
      'b',
    ),
    node('/Relu', 'Relu', ['b'], 'c'),
    node('/Shape', 'Shape', ['c'], 'lengths'),
    node('/Gather', 'Gather', ['lengths', 'zero'], 'first'),
    node('/Concat', 'Concat', ['first', 'rest'], 'flat'),
    node('/Reshape', 'Reshape', ['c', 'flat'], 'd'),
    node('/turn/Transpose', 'Transpose', ['fc.weight'], 'turned'),
    node('/fc/MatMul', 'MatMul', ['d', 'turned'], 'y'),
  ].map((one) =>
    one.opType === 'Concat' ? { ...one, attribute: [{ name: 'axis', type: 2, i: 0n }] } : one,
  ),
  output: [tensor('y', 'batch', 5n)],
});

describe('nodes as layers', () => {
  it('are those with a row for each sample; lengths and forms of weights belong to them', () => {
    assert.deepEqual(
      convolutional
        .layers([3, 4, 4])
        .map(({ name, inputs, parameters, shape }) => [name, inputs, parameters, shape]),
      [
        ['/conv/Conv', ['x'], ['conv.weight'], [2, 4, 4]],
        ['/bn/BatchNormalization', ['a'], ['bn.weight', 'bn.bias'], [2, 4, 4]],
        ['/Relu', ['b'], [], [2, 4, 4]],
        ['/Reshape', ['c'], [], [32]],
        ['/fc/MatMul', ['d'], ['fc.weight'], [5]],
      ],
    );
    assert.deepEqual(
      convolutional.parameters.map(({ name, readers, penalized }) => [name, readers[0], penalized]),
      [
        ['conv.weight', '/conv/Conv', true],
        ['bn.weight', '/bn/BatchNormalization', false],
        ['bn.bias', '/bn/BatchNormalization', false],
        ['fc.weight', '/turn/Transpose', true],
      ],
    );
  });

  it('one after the other compute what the whole computes', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [7, 3, 4, 4]);
    const values = new Map([['x', x]]);
    const known = new Map(
      convolutional.parameters.map(({ name, shape }) => [
        name,
        graph.input(name, 'float32', shape),
      ]),
    );
    for (const layer of convolutional.layers([3, 4, 4])) {
      const inputs = layer.inputs.map((name) => values.get(name)!);
      const output = layer.build(graph, inputs, (name) => known.get(name)!);
      assert.deepEqual(output.type.shape, [7, ...layer.shape]);
      values.set(layer.tensor, output);
    }
    const operators = graph.build().nodes.map(({ operator }) => operator.name);
    const whole = new GraphBuilder();
    convolutional.lower(
      whole,
      () => whole.input('x', 'float32', [7, 3, 4, 4]),
      (name) => {
        const { shape } = convolutional.parameters.find((one) => one.name === name)!;
        return whole.input(name, 'float32', shape);
      },
    );
    assert.deepEqual(
      operators.toSorted(),
      whole
        .build()
        .nodes.map(({ operator }) => operator.name)
        .toSorted(),
    );
  });

  it('of several outputs are layers for each of them', () => {
    const split = networkOf({
      name: 'split',
      input: [tensor('x', 'N', 4n)],
      initializer: [ints('parts', 1n, 3n)],
      node: [
        {
          ...node('s', 'Split', ['x', 'parts'], 'one', 'three'),
          attribute: [{ name: 'axis', type: 2, i: 1n }],
        },
        node('r', 'Relu', ['three'], 'y'),
      ],
      output: [tensor('one', 'N', 1n), tensor('y', 'N', 3n)],
    });
    assert.deepEqual(
      split.layers([4]).map(({ name, tensor: output, shape }) => [name, output, shape]),
      [
        ['s', 'one', [1]],
        ['three', 'three', [3]],
        ['r', 'y', [3]],
      ],
    );
  });
});
