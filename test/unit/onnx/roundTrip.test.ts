import assert from 'node:assert/strict';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, it } from 'mocha';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import { ModelError } from '../../../src/onnx/modelError';
import {
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type TensorProto,
} from '../../../src/onnx/onnx_pb';
import { readModel } from '../../../src/onnx/read';
import { writeModel } from '../../../src/onnx/write';
import type { MessageInitShape } from '@bufbuild/protobuf';

type ModelInit = MessageInitShape<typeof ModelProtoSchema>;

function classifier(): Graph {
  const graph = new GraphBuilder();
  const x = graph.input('image', 'float32', ['N', 4]);
  const weight = graph.input('F1.weight', 'float32', [3, 4]);
  const logits = graph.gemm(x, weight, { transB: 1, alpha: 0.5 });
  const clipped = graph.clip(logits, { max: 6 });
  const padded = graph.pad(clipped, [0, 0, 0, 1], { mode: 'constant' });
  graph.output('logits', logits);
  graph.output('same', logits);
  graph.output('probability', graph.softmax(padded, { axis: -1 }));
  return graph.build();
}

const structure = (graph: Graph) => ({
  inputs: graph.inputs.map(({ name, type }) => ({ name, type })),
  outputs: graph.outputs.map(({ name, value }) => ({ name, type: value.type })),
  nodes: graph.nodes.map(({ operator, inputs, attributes }) => ({
    operator: operator.name,
    inputs: inputs.map((input) => input && (input.data ?? input.type)),
    attributes,
  })),
});

describe('an ONNX model', () => {
  const evil = '\x1b]0;x\x07\n\u202e';
  const shown = '\\x1b]0;x\\x07\\n\\u202e';

  it('says nothing of itself in control characters', () => {
    const bytes = writeModel(classifier(), {
      name: evil,
      documentation: `$(reboot)${evil}`,
      metadata: { [evil]: evil },
      producer: { name: evil, version: evil },
    });
    const model = fromBinary(ModelProtoSchema, bytes);
    assert.equal(model.graph!.name, shown);
    assert.equal(model.docString, `$(reboot)${shown}`);
    assert.deepEqual([model.producerName, model.producerVersion], [shown, shown]);
    assert.deepEqual([model.metadataProps[0].key, model.metadataProps[0].value], [shown, shown]);
  });

  it('is read without control characters in its names', () => {
    const model = fromBinary(ModelProtoSchema, writeModel(classifier(), { name: 'c' }));
    const { graph } = model;
    graph!.name = model.docString = model.producerName = evil;
    for (const port of [...graph!.input, ...graph!.output]) port.name += evil;
    for (const node of graph!.node) {
      node.name = evil;
      node.input = node.input.map((name) => (/^(image|F1)/.test(name) ? name + evil : name));
      node.output = node.output.map((name) =>
        graph!.output.some((port) => port.name === name + evil) ? name + evil : name,
      );
    }
    for (const node of graph!.node)
      node.input = node.input.map((name) =>
        graph!.output.some((port) => port.name === name + evil) ? name + evil : name,
      );
    const read = readModel(toBinary(ModelProtoSchema, model));
    const names = [
      ...[read.name, read.documentation, read.producer.name],
      ...read.graph.inputs.map(({ name }) => name),
      ...read.graph.outputs.map(({ name }) => name),
      ...read.nodes.flatMap(({ name, inputs, outputs }) => [name, ...inputs, ...outputs]),
    ];
    assert.ok(names.some((name) => name.includes(shown)));
    assert.deepEqual(
      names.filter((name) => /\p{Cc}/u.test(name)),
      [],
    );
  });

  it('is read as it was written', () => {
    const graph = classifier();
    const model = readModel(
      writeModel(graph, {
        name: 'classifier',
        documentation: 'Three classes.',
        metadata: { labels: 'a,b,c', empty: '' },
        producer: { name: 'test', version: '1.2.3' },
      }),
    );
    const { nodes, ...rest } = structure(model.graph);
    const expected = structure(graph);
    assert.deepEqual(rest, { inputs: expected.inputs, outputs: expected.outputs });
    assert.deepEqual(nodes.slice(0, -1), expected.nodes);
    assert.equal(nodes.at(-1)!.operator, 'Identity', 'the second name of one value');
    const { name, opset, documentation, metadata, producer } = model;
    assert.deepEqual(
      { name, opset, documentation, metadata, producer },
      {
        name: 'classifier',
        opset: 17,
        documentation: 'Three classes.',
        metadata: { labels: 'a,b,c', empty: '' },
        producer: { name: 'test', version: '1.2.3' },
      },
    );
  });

  it('is the same bytes for the same graph', () => {
    const [a, b] = [0, 1].map(() => writeModel(classifier(), { name: 'model' }));
    assert.deepEqual(a, b);
  });

  it('stores inputs as initializers', () => {
    const weight = Float32Array.from({ length: 12 }, (_, i) => i / 7);
    const bytes = writeModel(classifier(), {
      name: 'model',
      initializers: new Map([['F1.weight', weight]]),
    });
    const { graph, initializers } = readModel(bytes);
    assert.deepEqual(
      graph.inputs.map(({ name }) => name),
      ['image'],
    );
    assert.deepEqual(initializers.get('F1.weight')?.data, weight);
    assert.deepEqual(initializers.get('F1.weight')?.type.shape, [3, 4]);
    const fromBuffer = readModel(Buffer.from(bytes)).initializers;
    assert.deepEqual(fromBuffer.get('F1.weight')?.data, weight);
  });

  it('refuses initializers that do not fit', () => {
    const write = (name: string, length: number) =>
      writeModel(classifier(), {
        name: 'model',
        initializers: new Map([[name, new Float32Array(length)]]),
      });
    assert.throws(() => write('F2.weight', 12), /no input 'F2.weight'/);
    assert.throws(
      () => write('F1.weight', 11),
      /11 numbers do not fill 'F1.weight' of shape \[3, 4\]/,
    );
    assert.throws(() => write('image', 4), /of shape \[N, 4\]/);
  });

  it('keeps names of outputs apart from names of other values', () => {
    const graph = new GraphBuilder();
    const x = graph.input('Neg_1', 'float32', [2]);
    const hidden = graph.neg(x);
    graph.output('Tanh_2', graph.exp(graph.tanh(hidden)));
    const bytes = writeModel(graph.build(), { name: 'model' });
    const read = readModel(bytes).graph.nodes.map((node) => node.operator.name);
    assert.deepEqual(read, ['Neg', 'Tanh', 'Exp']);
  });
});

describe('reading an ONNX model', () => {
  const floatType = (...shape: bigint[]) => ({
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: 1,
        shape: { dim: shape.map((value) => ({ value: { case: 'dimValue' as const, value } })) },
      },
    },
  });
  const bytesOf = (graph: ModelInit['graph'], version = 17n): Uint8Array =>
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ domain: '', version }], graph }),
    );
  const fails = (bytes: Uint8Array, code: ModelError['code'], message: RegExp): ModelError => {
    let caught: unknown;
    try {
      readModel(bytes);
    } catch (error) {
      caught = error;
    }
    assert.ok(caught instanceof ModelError, String(caught));
    assert.equal(caught.code, code);
    assert.match(caught.message, message);
    return caught;
  };

  const tensors: readonly (readonly [
    string,
    Partial<TensorProto>,
    readonly (number | bigint)[],
  ])[] = [
    ['float_data', { dataType: 1, floatData: [1.5, -2] }, [1.5, -2]],
    ['int32_data', { dataType: 6, int32Data: [1, -2] }, [1, -2]],
    ['int64_data', { dataType: 7, int64Data: [1n, -2n] }, [1n, -2n]],
    ['bytes in int32_data', { dataType: 2, int32Data: [1, 255] }, [1, 255]],
    [
      'raw_data',
      { dataType: 1, rawData: new Uint8Array(Float32Array.of(0.1, 7).buffer) },
      [Math.fround(0.1), 7],
    ],
  ];
  for (const [encoding, tensor, expected] of tensors) {
    it(`takes tensors from ${encoding}`, () => {
      const { initializers } = readModel(
        bytesOf({ initializer: [{ name: 't', dims: [2n], ...tensor } as never] }),
      );
      assert.deepEqual([...initializers.get('t')!.data!], expected);
    });
  }

  it('names all operators it does not know', () => {
    const node = (opType: string, domain = '') => ({ opType, domain, input: ['x'], output: [] });
    const error = fails(
      bytesOf({
        node: [node('Loop'), node('Relu'), node('Attention', 'com.microsoft'), node('Loop')],
      }),
      'unsupportedOperators',
      /operators that are not supported: Loop, com\.microsoft\.Attention$/,
    );
    assert.deepEqual(error.operators, ['Loop', 'Attention']);
  });

  it('names the nodes they occur in, of attributes and of operators', () => {
    const input = [{ name: 'x', type: floatType(2n, 3n) }];
    const nodes = [
      { name: 'a', opType: 'Loop', input: ['x'], output: ['y'] },
      { name: '', opType: 'Loop', input: ['x'], output: ['z'] },
    ];
    const unknown = fails(
      bytesOf({ input, node: nodes }),
      'unsupportedOperators',
      /Loop \(nodes 'a', 'z'\)$/,
    );
    assert.deepEqual(unknown.unsupported, [
      { operator: 'Loop', problem: 'Loop', nodes: ['a', 'z'] },
    ]);
    const odd = (name: string) => ({
      name,
      opType: 'Relu',
      input: ['x'],
      output: [`${name}:y`],
      attribute: [{ name: 'odd', type: 2, i: 1n }],
    });
    const behind = { name: 'c', opType: 'Relu', input: ['b:y'], output: ['out'] };
    const attributes = fails(
      bytesOf({ input, node: [odd('a'), odd('b'), behind] }),
      'unsupportedOperators',
      /node 'a': .*'odd'.*; node 'b': .*'odd'/,
    );
    assert.deepEqual(
      attributes.unsupported.map(({ nodes: places }) => places),
      [['a'], ['b']],
    );
  });

  it('names operators whose earlier form means something else', () => {
    fails(
      bytesOf({ node: [{ opType: 'Resize', input: ['x'], output: ['y'] }] }, 9n),
      'unsupportedOperators',
      /Resize of opset 9 \(supported from 10\)/,
    );
  });

  it('says in which node shapes do not fit', () => {
    fails(
      bytesOf({
        input: [
          { name: 'a', type: floatType(2n, 3n) },
          { name: 'b', type: floatType(4n, 5n) },
        ],
        node: [{ name: 'product', opType: 'MatMul', input: ['a', 'b'], output: ['y'] }],
      }),
      'invalidGraph',
      /node 'product': MatMul: shapes \[2, 3\] and \[4, 5\] do not multiply/,
    );
  });

  it('says which tensor is missing', () => {
    const node = { opType: 'Neg', input: ['nowhere'], output: ['y'] };
    fails(
      bytesOf({ node: [node] }),
      'invalidGraph',
      /'nowhere' is read .*before anything computes it/,
    );
  });

  const x = { name: 'x', type: floatType(1n, 1n, 4n, 4n) };
  const relu = (from: string, to: string) => ({ opType: 'Relu', input: [from], output: [to] });
  const one = { name: 'one', dims: [1n], dataType: 1, floatData: [1] };
  const pool = (attribute: object) => ({
    opType: 'MaxPool',
    input: ['x'],
    output: ['y'],
    attribute: [{ name: 'kernel_shape', type: 7, ints: [2n, 2n] }, attribute as never],
  });
  const broken: readonly (readonly [string, ModelInit['graph'], RegExp])[] = [
    [
      'a tensor computed twice',
      { node: [relu('x', 'y'), relu('x', 'y')] },
      /node 'y' computes .*'y'.*alre/,
    ],
    [
      'a tensor computed over an input',
      { node: [relu('x', 'x')] },
      /node 'x' computes .*'x'.*already/,
    ],
    [
      'a tensor stored twice',
      { initializer: [one, one] },
      /stores a tensor 'one', which already exists/,
    ],
    [
      'a tensor computed from itself',
      { node: [relu('z', 'y'), relu('y', 'z')] },
      /'z' is read by node 'y' before/,
    ],
    [
      'an output of nothing',
      { output: [{ name: 'out' }] },
      /'out' is read before anything computes it/,
    ],
    ['a sum of nothing', { node: [{ opType: 'Sum', output: ['y'] }] }, /node 'y': Sum: input 0 is/],
    [
      'a window of unknown padding',
      { node: [pool({ name: 'auto_pad', type: 3, s: new TextEncoder().encode('SAME') })] },
      /node 'y': MaxPool: auto_pad is 'SAME'/,
    ],
    [
      'an attribute of another kind',
      { node: [pool({ name: 'strides', type: 2, i: 2n })] },
      /node 'y': the attribute 'strides' is not of the kind ints/,
    ],
    [
      'channels that do not divide',
      {
        node: [
          {
            ...relu('x', 'y'),
            opType: 'DepthToSpace',
            attribute: [{ name: 'blocksize', type: 2, i: 2n }],
          },
        ],
      },
      /node 'y': .*0\.25/,
    ],
  ];
  for (const [what, graph, message] of broken) {
    it(`refuses ${what}`, () => {
      fails(bytesOf({ input: [x], ...graph }), 'invalidGraph', message);
    });
  }

  it('takes a length of -1 for any length', () => {
    const input = [{ name: 'x', type: floatType(-1n, 3n) }];
    const { graph } = readModel(
      bytesOf({ input, node: [relu('x', 'y')], output: [{ name: 'y' }] }),
    );
    assert.deepEqual(graph.outputs[0].value.type.shape, ['x_0', 3]);
  });

  it('refuses newer opsets, other element types, external data and broken tensors', () => {
    fails(bytesOf({}, 28n), 'unsupportedOpset', /opset 28; opsets 7 to 27 are supported/);
    fails(bytesOf({}, 6n), 'unsupportedOpset', /opset 6; opsets 7 to 27 are supported/);
    const eight = { value: { case: 'tensorType' as const, value: { elemType: 17, shape: {} } } };
    const input = [{ name: 'x', type: eight }];
    fails(bytesOf({ input }), 'unsupportedType', /'x' has the element type float8e4m3fn/);
    const initializer = (tensor: object) => bytesOf({ initializer: [{ name: 't', ...tensor }] });
    fails(
      initializer({ dims: [1n], dataType: 11, doubleData: [1] }),
      'unsupportedType',
      /type double/,
    );
    for (const [dataType, type] of [
      [0, /type number 0,/],
      [17, /type float8e4m3fn,/],
      [22, /type int4,/],
      [23, /type float4e2m1,/],
      [26, /type int2,/],
      [27, /type number 27,/],
    ] as const) {
      const rawData = Uint8Array.of(0);
      fails(initializer({ dims: [1n], dataType, rawData }), 'unsupportedType', type);
    }
    fails(initializer({ dims: [1n], dataType: 1, dataLocation: 1 }), 'unreadable', /another file/);
    // Field 15, an empty message: a sparse initializer.
    const sparse = create(GraphProtoSchema, {});
    sparse.$unknown = [{ no: 15, wireType: 2, data: Uint8Array.of(0) }];
    fails(bytesOf(sparse), 'unsupportedType', /sparse tensors/);
    fails(initializer({ dims: [3n], dataType: 1, floatData: [1] }), 'unreadable', /1 elements for/);
    const rawData = Uint8Array.of(1, 2, 3);
    fails(initializer({ dims: [1n], dataType: 1, rawData }), 'unreadable', /'t' is cut off/);
  });

  it('takes versions 10 to 13 of the format, and refuses newer ones', () => {
    const graph = { input: [x], node: [relu('x', 'y')], output: [{ name: 'y' }] };
    const version = (irVersion: bigint) => {
      const model = fromBinary(ModelProtoSchema, bytesOf(graph, 25n));
      return toBinary(ModelProtoSchema, { ...model, irVersion });
    };
    for (const one of [10n, 11n, 12n, 13n]) assert.equal(readModel(version(one)).opset, 25);
    fails(
      version(14n),
      'unsupportedOpset',
      /version 14 of the ONNX format; the newest supported is 13/,
    );
  });

  it('refuses functions that take the name of an operator', () => {
    const graph = { input: [x], node: [relu('x', 'y')], output: [{ name: 'y' }] };
    const model = fromBinary(ModelProtoSchema, bytesOf(graph));
    const defining = (domain: string) => {
      const functions = [create(FunctionProtoSchema, { name: 'Relu', domain })];
      return toBinary(ModelProtoSchema, { ...model, functions });
    };
    fails(defining(''), 'unsupportedOperators', /redefines the ONNX operator Relu/);
    assert.equal(readModel(defining('own')).graph.nodes.length, 1);
  });

  it('takes an attribute without a value for 0, and refuses one without a type', () => {
    const joined = (attribute: object) =>
      bytesOf({
        input: [x],
        node: [{ opType: 'Concat', input: ['x', 'x'], output: ['y'], attribute: [attribute] }],
        output: [{ name: 'y' }],
      });
    const { graph } = readModel(joined({ name: 'axis', type: 2 }));
    assert.deepEqual(graph.nodes[0].attributes, { axis: 0 });
    fails(
      joined({ name: 'axis', i: 0n }),
      'invalidGraph',
      /'axis' (has no type|is not of the kind int)/,
    );
  });

  it('refuses bytes that are no model', () => {
    fails(new TextEncoder().encode('hello, world'), 'unreadable', /not a valid ONNX file/);
    fails(new Uint8Array(), 'unreadable', /it has no graph/);
    const whole = writeModel(classifier(), { name: 'model' });
    fails(whole.slice(0, whole.length / 2), 'unreadable', /not a valid ONNX file/);
  });

  it('makes constants of Constant nodes', () => {
    const constant = (output: string, attribute: object) => ({
      opType: 'Constant',
      output: [output],
      attribute: [attribute as never],
    });
    const { graph } = readModel(
      bytesOf({
        input: [{ name: 'x', type: floatType(2n, 3n) }],
        node: [
          constant('shape', { name: 'value_ints', type: 7, ints: [3n, 2n] }),
          constant('factor', { name: 'value_float', type: 1, f: 2.5 }),
          constant('summand', {
            name: 'value',
            type: 4,
            t: { dims: [1n], dataType: 1, floatData: [4] },
          }),
          { opType: 'Reshape', input: ['x', 'shape'], output: ['reshaped'] },
          { opType: 'Mul', input: ['reshaped', 'factor'], output: ['scaled'] },
          { opType: 'Add', input: ['scaled', 'summand'], output: ['y'] },
        ],
        output: [{ name: 'y' }],
      }),
    );
    assert.deepEqual(graph.outputs[0].value.type.shape, [3, 2]);
    const data = graph.nodes.map((node) => [...node.inputs[1]!.data!]);
    assert.deepEqual(data, [[3n, 2n], [2.5], [4]]);
  });
});
