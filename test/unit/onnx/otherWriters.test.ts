import assert from 'node:assert/strict';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { importNetwork } from '../../../src/onnx/importNetwork';
import {
  AttributeProto_AttributeType as Type,
  type GraphProtoSchema,
  ModelProtoSchema,
} from '../../../src/onnx/onnx_pb';
import { writeTensor } from '../../../src/onnx/tensors';

/** Models as other programs write them. */

const floats = (...shape: readonly (number | string)[]) => ({
  value: {
    case: 'tensorType' as const,
    value: {
      elemType: 1,
      shape: {
        dim: shape.map((length) => ({
          value:
            typeof length === 'string'
              ? { case: 'dimParam' as const, value: length }
              : { case: 'dimValue' as const, value: BigInt(length) },
        })),
      },
    },
  },
});

const imported = (graph: MessageInitShape<typeof GraphProtoSchema>, producerName = '') =>
  importNetwork(
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        ...{ irVersion: 9n, producerName, graph },
        opsetImport: [
          { domain: '', version: 20n },
          { domain: 'ai.onnx.ml', version: 1n },
        ],
      }),
    ),
  );

const tensor = (name: string, values: readonly number[], shape = [values.length]) =>
  writeTensor(name, Float32Array.from(values), shape);

describe('a classifier of skl2onnx', () => {
  const ml = (opType: string, input: string[], output: string) => ({
    ...{ opType, input, output: [output], domain: 'ai.onnx.ml' },
  });
  const graph = (classes: ReturnType<typeof tensor>) => ({
    initializer: [tensor('coefficient', [1, 2, 3, 4], [2, 2]), classes],
    input: [{ name: 'X', type: floats('N', 2) }],
    node: [
      { opType: 'MatMul', input: ['X', 'coefficient'], output: ['scores'] },
      { opType: 'Softmax', input: ['scores'], output: ['probabilities'] },
      {
        opType: 'ArgMax',
        input: ['probabilities'],
        output: ['place'],
        attribute: [{ name: 'axis', type: Type.INT, i: 1n }],
      },
      ml('ArrayFeatureExtractor', ['classes', 'place'], 'label'),
    ],
    output: [{ name: 'label' }, { name: 'probabilities' }],
  });

  it('gives classes that are numbers', () => {
    const classes = writeTensor('classes', BigInt64Array.of(5n, 7n), [2]);
    const { outputs, parameters } = imported(graph(classes));
    assert.deepEqual(
      outputs.map(({ name, dataType }) => [name, dataType]),
      [
        ['label', 'int64'],
        ['probabilities', 'float32'],
      ],
    );
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ['coefficient'],
    );
  });

  it('leaves out classes that are texts', () => {
    const classes = { ...tensor('classes', []), dataType: 8 };
    assert.deepEqual(
      imported(graph(classes)).outputs.map(({ name }) => name),
      ['probabilities'],
    );
  });

  it('that gives texts alone is refused', () => {
    const classes = { ...tensor('classes', []), dataType: 8 };
    assert.throws(
      () => imported({ ...graph(classes), output: [{ name: 'label' }] }),
      /all its outputs are texts/,
    );
  });

  it('keeps the probabilities whose classes are named', () => {
    const { node, ...rest } = graph(tensor('classes', [0, 1]));
    const labels = {
      ...{ name: 'classlabels_strings', type: Type.STRINGS },
      strings: [new Uint8Array([97]), new Uint8Array([98])],
    };
    const map = { ...ml('ZipMap', ['probabilities'], 'mapped'), attribute: [labels] };
    const model = { ...rest, node: [...node.slice(0, 2), map], output: [{ name: 'mapped' }] };
    assert.deepEqual(
      imported(model).outputs.map(({ name, shape }) => [name, shape]),
      [['mapped', [2]]],
    );
  });
});

describe('stored tensors that are added or multiplied', () => {
  /** Which of these, added to an input, are parameters. */
  const parametersOf = (
    stored: readonly ReturnType<typeof tensor>[],
    first: number | string,
    { producer, operator = 'Add' }: { producer?: string; operator?: string } = {},
  ) =>
    imported(
      {
        initializer: [...stored],
        input: [{ name: 'x', type: floats(first, 2) }],
        node: stored.map(({ name }, i) => ({
          opType: operator,
          input: [i === 0 ? 'x' : `y${i - 1}`, name],
          output: [`y${i}`],
        })),
        output: [{ name: `y${stored.length - 1}` }],
      },
      producer,
    ).parameters.map(({ name }) => name);

  it('are parameters, but not masks', () => {
    const stored = [tensor('bias', [1, 2]), tensor('mask', [0, -1e9])];
    assert.deepEqual(parametersOf(stored, 'N'), ['bias']);
  });

  it('are none where they have the same row for each sample of the batch', () => {
    const rows = [tensor('same', [1, 2, 1, 2], [2, 2]), tensor('own', [1, 2, 3, 4], [2, 2])];
    assert.deepEqual(parametersOf(rows, 2), ['own']);
  });

  it('are none where PyTorch has computed factors, such as angles of positions', () => {
    const stored = [tensor('layer_1.bias', [1, 2]), tensor('unsqueeze_14', [3, 4])];
    const producer = 'pytorch';
    const all = ['layer_1.bias', 'unsqueeze_14'];
    assert.deepEqual(parametersOf(stored, 'N', { producer, operator: 'Mul' }), ['layer_1.bias']);
    assert.deepEqual(parametersOf(stored, 'N', { producer }), all);
    assert.deepEqual(parametersOf(stored, 'N', { operator: 'Mul' }), all);
  });
});

describe('the state a recurrent layer starts with', () => {
  it('may be made for each sample of a batch, as PyTorch writes it', () => {
    const ints = (name: string, ...values: readonly bigint[]) =>
      writeTensor(name, BigInt64Array.from(values), [values.length]);
    const { outputs } = imported({
      initializer: [
        ...[ints('first', 0n), ints('one', 1n), ints('units', 2n)],
        ...[tensor('W', Array<number>(24).fill(0.1), [1, 8, 3])],
        ...[tensor('R', Array<number>(16).fill(0.1), [1, 8, 2])],
      ],
      input: [{ name: 'x', type: floats('N', 5, 3) }],
      node: [
        { opType: 'Shape', input: ['x'], output: ['lengths'] },
        { opType: 'Gather', input: ['lengths', 'first'], output: ['samples'] },
        {
          ...{ opType: 'Concat', input: ['one', 'samples', 'units'], output: ['stateShape'] },
          attribute: [{ name: 'axis', type: Type.INT, i: 0n }],
        },
        { opType: 'ConstantOfShape', input: ['stateShape'], output: ['state'] },
        {
          ...{ opType: 'Transpose', input: ['x'], output: ['steps'] },
          attribute: [{ name: 'perm', type: Type.INTS, ints: [1n, 0n, 2n] }],
        },
        {
          ...{ opType: 'LSTM', input: ['steps', 'W', 'R', '', '', 'state', 'state'] },
          ...{ output: ['', 'last'] },
          attribute: [{ name: 'hidden_size', type: Type.INT, i: 2n }],
        },
        { opType: 'Squeeze', input: ['last', 'first'], output: ['y'] },
      ],
      output: [{ name: 'y' }],
    });
    assert.deepEqual(
      outputs.map(({ name, shape }) => [name, shape]),
      [['y', [2]]],
    );
  });
});
