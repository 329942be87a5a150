import assert from 'node:assert/strict';
import { create, toBinary } from '@bufbuild/protobuf';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Dimension, Value } from '../../../src/graph/graph';
import type { LearningError } from '../../../src/learning/learningError';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { parameterKey } from '../../../src/network/network';
import { apart, behind } from '../../../src/network/subnetwork';
import { analyze } from '../../../src/program/analyze';
import { FileError } from '../../../src/program/imported';
import { inlayHints } from '../../../src/program/inlayHints';
import { ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { isTraining } from '../../../src/program/verbs/train';

type Add = (operator: string, inputs: readonly Value[], attributes?: object) => Value;

/** A model of one float32 input `x` whose parameters start at 0, 1, 2, … */
function modelOf(
  shape: readonly Dimension[],
  stored: Readonly<Record<string, readonly number[]>>,
  build: (add: Add, x: Value, stored: Record<string, Value>) => Record<string, Value>,
): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', shape);
  const values = Object.fromEntries(
    Object.entries(stored).map(([name, lengths]) => [name, graph.input(name, 'float32', lengths)]),
  );
  const add: Add = (operator, inputs, attributes = {}) =>
    graph.apply(operator, inputs, attributes as Record<string, number>);
  for (const [name, value] of Object.entries(build(add, x, values))) graph.output(name, value);
  const initializers = new Map(
    Object.entries(stored).map(([name, lengths]) => [
      name,
      Float32Array.from({ length: lengths.reduce((n, m) => n * m, 1) }, (_, i) => i),
    ]),
  );
  return writeModel(graph.build(), { name: 'model', initializers });
}

/** A convolution whose filters are used twice, a pool, a product and a softmax; the file calls its weights by names of its own. */
const convolutional = modelOf(
  ['N', 1, 6, 6],
  { 'c.weight': [2, 1, 3, 3], both: [2, 2, 3, 3], loss: [8, 4] },
  (add, x, stored) => {
    const first = add('Conv', [x, stored['c.weight']], { pads: [1, 1, 1, 1] });
    const second = add('Conv', [first, stored['both']], { pads: [1, 1, 1, 1] });
    const third = add('Conv', [second, stored['both']], { pads: [1, 1, 1, 1] });
    const pooled = add('MaxPool', [third], { kernel_shape: [3, 3], strides: [3, 3] });
    const logits = add('MatMul', [add('Flatten', [pooled]), stored['loss']]);
    return { scores: add('Softmax', [logits], { axis: 1 }), features: pooled };
  },
);

/** A model that reads six whole numbers, each with a vector of three. */
function tokens(): Uint8Array {
  const built = new GraphBuilder();
  const ids = built.input('ids', 'int64', ['N', 6]);
  const vectors = built.gather(built.input('vectors', 'float32', [20, 3]), ids, { axis: 0 });
  built.output('y', built.reduceMean(vectors, { axes: [1], keepdims: 0 }));
  const initializers = new Map([['vectors', new Float32Array(60).fill(0.1)]]);
  return writeModel(built.build(), { name: 'tokens', initializers });
}

const files = new Map<string, Uint8Array>([
  ['net.onnx', convolutional],
  ['text.onnx', new TextEncoder().encode('no model')],
  [
    'open.onnx',
    modelOf(['N', 1, 'height', 'width'], {}, (add, x) => ({
      y: add('GlobalAveragePool', [add('Relu', [x])]),
    })),
  ],
  [
    'signs.onnx',
    modelOf(['N', 4], { gain: [4] }, (add, x, { gain }) => ({
      y: add('Sign', [add('Mul', [x, gain])]),
    })),
  ],
  ['tokens.onnx', tokens()],
  [
    'residual.onnx',
    modelOf(['N', 4], { first: [4, 4] }, (add, x, { first }) => {
      const sum = add('MatMul', [x, first]);
      return { y: add('Add', [sum, add('Relu', [sum])]) };
    }),
  ],
  ['mixing.onnx', modelOf([2, 4], {}, (add, x) => ({ y: add('Softmax', [x], { axis: 0 }) }))],
]);

/** Two operators that are not supported, one of them in three nodes. */
const odd = (name: string, opType: string) => ({
  name,
  opType,
  input: ['x'],
  output: [`${name}:y`],
});
const graph = {
  name: 'odd',
  node: [odd('a', 'Loop'), odd('b', 'If'), odd('c', 'Loop'), odd('d', 'Relu'), odd('e', 'Loop')],
};
const opsetImport = [{ domain: '', version: 17n }];
files.set(
  'odd.onnx',
  toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph })),
);

const long = { node: [{ opType: 'L'.repeat(5000), output: ['y'] }] };
files.set(
  'long.onnx',
  toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph: long })),
);

const readModel = (file: string): Uint8Array => {
  const bytes = files.get(file);
  if (bytes) return bytes;
  throw new FileError('missing-file', `cannot find ${file}`);
};

const analyzed = (cell: string) => {
  const program = analyze([cell], { readModel });
  const findings = program.diagnostics.map(({ code, message, location }) => ({
    code,
    message,
    text: cell.slice(location.start, location.end),
  }));
  return { program, findings, network: program.networks.get('N') };
};

const networkOf = (body = '', file = 'net.onnx') => {
  const { findings, network } = analyzed(`network N from "${file}" {\n${body}\n}`);
  assert.deepEqual(findings, []);
  assert.ok(network);
  return network;
};

describe('a network from a file', () => {
  it('has the nodes as layers, with the shapes of one sample', () => {
    const { input, layers, source } = networkOf();
    assert.deepEqual([input.name, input.shape], ['x', [1, 6, 6]]);
    assert.deepEqual(
      layers.map(({ entry, shape, inputs }) => [entry.name, shape, inputs.length]),
      [
        ['Conv', [2, 6, 6], 1],
        ['Conv', [2, 6, 6], 1],
        ['Conv', [2, 6, 6], 1],
        ['MaxPool', [2, 2, 2], 1],
        ['Flatten', [8], 1],
        ['MatMul', [4], 1],
        ['Softmax', [4], 1],
      ],
    );
    assert.deepEqual(layers[0].inputs, ['input']);
    assert.equal(layers[0].cost.multiplyAdds, 36 * 9 * 2);
    assert.match(source?.hash ?? '', /^[0-9a-f]{64}$/);
  });

  it('is taken apart where the layers behind read one layer alone', () => {
    const network = networkOf('  frozen all\n  output: dense(2) softmax', 'residual.onnx');
    const names = network.layers.map(({ entry }) => entry.name);
    assert.deepEqual(names, ['MatMul', 'Relu', 'Add', 'dense']);
    assert.deepEqual(
      [0, 1, 2, 3].map((most) => apart(network, most)),
      [0, 1, 1, 3],
    );
    const { input, layers } = behind(network, 1);
    assert.deepEqual(input.name, network.layers[0].id);
    assert.deepEqual(
      layers.map(({ inputs }) => inputs),
      [['input'], ['input', layers[0].id], [layers[1].id]],
    );
  });

  it('reads whole numbers, such as tokens, from samples of float32', () => {
    const network = networkOf('  output: dense(2) softmax', 'tokens.onnx');
    assert.deepEqual([network.input.name, network.input.shape], ['ids', [6]]);
    const [gather, mean] = network.layers;
    assert.deepEqual([gather.entry.name, gather.shape], ['Gather', [6, 3]]);
    assert.deepEqual([mean.entry.name, mean.shape], ['ReduceMean', [3]]);
    const built = new GraphBuilder();
    const [layer] = importNetwork(files.get('tokens.onnx')!).layers([6]);
    const samples = built.input('samples', 'float32', [5, 6]);
    const answer = layer.build(built, [samples], () => built.input('vectors', 'float32', [20, 3]));
    assert.deepEqual(answer.type, { dataType: 'float32', shape: [5, 6, 3] });
  });

  it('has the parameters under the names of the file, each once, and starts with their values', () => {
    const network = networkOf();
    const parameters = initialize(network, 1);
    // `loss` is what steps call their loss.
    assert.deepEqual([...parameters.keys()], ['c.weight', 'both', 'MatMul_6.loss']);
    assert.deepEqual(
      parameters.get('c.weight'),
      Float32Array.from({ length: 18 }, (_, i) => i),
    );
  });

  it('gives way where a layer of the text has the name of a node', () => {
    const { layers } = networkOf('features: dense(4) relu\noutput: dense(3)');
    const pool = layers.find(({ entry }) => entry.name === 'MaxPool');
    assert.equal(pool?.id, 'MaxPool_1');
    assert.deepEqual(layers.at(-1)?.inputs, ['features']);
  });

  it('gives way where a layer of the text has the name of a parameter', () => {
    const keys = networkOf('c: dense(4)\noutput: dense(3)').layers.flatMap((layer) =>
      layer.parameters.map((spec) => parameterKey(layer, spec)),
    );
    const own = ['c.weight', 'c.bias', 'output.weight', 'output.bias'];
    assert.deepEqual(keys, ['Conv_1.c.weight', 'both', 'MatMul_6.loss', ...own]);
  });

  it('has the outputs of the file as heads; a softmax is one that losses know', () => {
    const { outputs } = networkOf();
    assert.deepEqual(
      outputs.map(({ output, activations }) => [output?.name, activations[0]?.entry.name]),
      [
        ['scores', 'softmax'],
        ['features', undefined],
      ],
    );
  });

  it('goes on with layers of the text, which start anew', () => {
    const { layers, outputs } = networkOf(
      'cut "features"\nF: dense(5) relu\noutput: dense(3) softmax',
    );
    assert.deepEqual(
      layers.slice(-3).map(({ id, shape, inputs }) => [id, shape, inputs]),
      [
        ['features', [2, 2, 2], [layers[2].id]],
        ['F', [5], ['features']],
        ['output', [3], ['F']],
      ],
    );
    assert.deepEqual(
      outputs.map(({ id }) => id),
      ['output'],
    );
  });

  it('ends where it is cut', () => {
    const { layers, outputs } = networkOf('cut "features"');
    assert.equal(layers.length, 4);
    assert.deepEqual(
      outputs.map(({ output }) => output?.name),
      ['features'],
    );
  });

  const frozen: [text: string, keys: string[]][] = [
    ['', []],
    ['frozen "c.*"', ['c.weight']],
    ['frozen "Conv*"', ['c.weight', 'both']],
    ['frozen "both", "loss"', ['both', 'loss']],
    ['frozen all', ['c.weight', 'both', 'loss']],
  ];
  for (const [text, names] of frozen) {
    it(`keeps ${names.join(', ') || 'nothing'} with \`${text}\``, () => {
      const found = networkOf(text).layers.flatMap(({ parameters }) =>
        parameters.filter((parameter) => parameter.frozen).map(({ name }) => name),
      );
      assert.deepEqual(found, names);
    });
  }

  it('takes lengths that the file leaves open from its `input` line', () => {
    const { input, layers } = networkOf('input image[1, 4, 5]', 'open.onnx');
    assert.deepEqual(input.shape, [1, 4, 5]);
    assert.deepEqual(
      layers.map(({ shape }) => shape),
      [
        [1, 4, 5],
        [1, 1, 1],
      ],
    );
  });

  it('stays unknown where files may not be read', () => {
    const { networks, diagnostics, actions } = analyze([
      'network N from "net.onnx"\nexport N to "n.onnx"',
    ]);
    assert.deepEqual([networks.size, diagnostics.length, actions.length], [0, 0, 0]);
  });

  it('is told behind the name of its file', () => {
    const cell = 'network N from "net.onnx" {\n output: dense(3) from features\n}';
    const { program } = analyzed(cell);
    assert.deepEqual(
      inlayHints(program, 0).map(({ label, location }) => [
        cell.slice(location.start, location.end),
        label,
      ]),
      [
        ['"net.onnx"', '[1, 6, 6] → [2, 2, 2]  4 nodes, 54 params'],
        ['output: dense(3) from features', '→ [3]  27 params'],
      ],
    );
  });
});

describe('a mistake in a network from a file', () => {
  it('is trained behind a node without a gradient, not before it', () => {
    const training = `
data d {
  source boolean(4, parity)
}
train N on d {
}`;
    const step = (frozen: string) => {
      const { program, findings } = analyzed(
        `network N from "signs.onnx" {\n ${frozen}\n output: dense(1)\n}${training}`,
      );
      assert.deepEqual(findings, []);
      const [action] = program.actions;
      assert.ok(isTraining(action));
      const targets = { kind: 'values', count: 1 } as const;
      return buildTrainingStep(action.network, action.plan, { batch: 2, targets });
    };
    const watched = step('frozen all').measures.flatMap(({ items = [] }) => items);
    assert.deepEqual(watched, ['output.weight', 'output.bias']);
    assert.throws(
      () => step(''),
      (error: LearningError) => {
        assert.equal(error.code, 'no-gradient');
        assert.match(error.message, /through layer `y`: Sign: .*; freeze all/);
        return true;
      },
    );
  });

  it('without the activation that a loss needs is told where to write it', () => {
    const { findings } = analyzed(
      'network N from "signs.onnx"\ndata d {\n source boolean(4, parity)\n}\n' +
        'train N on d {\n loss binary_cross_entropy\n}',
    );
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['loss-head'],
    );
    assert.match(findings[0].message, /after a model, .* `output: softmax`$/);
  });

  it('each operator that is not supported is named with the nodes it occurs in', () => {
    const { findings } = analyzed('network N from "odd.onnx"');
    assert.deepEqual(findings, [
      {
        code: 'unsupported-operator',
        message: "`odd.onnx` has an operator that is not supported: Loop (nodes 'a', 'c', 'e')",
        text: '"odd.onnx"',
      },
      {
        code: 'unsupported-operator',
        message: "`odd.onnx` has an operator that is not supported: If (node 'b')",
        text: '"odd.onnx"',
      },
    ]);
  });

  it('shortens what a model says at such length that nobody could read it', () => {
    const { findings } = analyzed('network N from "long.onnx"');
    assert.equal(findings.length, 1);
    assert.match(findings[0].message, /^`long\.onnx` has an operator that is not supported: LL+…$/);
    assert.equal(findings[0].message.length, 2001);
  });

  const rows: [cell: string, text: string, code: string, message: RegExp][] = [
    ['network N from "gone.onnx"', '"gone.onnx"', 'missing-file', /cannot find gone/],
    ['network N from "text.onnx"', '"text.onnx"', 'not-onnx', /not a valid ONNX file/],
    ['network N from "mixing.onnx"', '"mixing.onnx"', 'unsupported-model', /mixes samples/],
    ['network N from "open.onnx"', '"open.onnx"', 'open-shape', /\[1, height, width\].*`input x\[/],
    [
      'network N from "open.onnx" {\n input x[3, 4, 4]\n}',
      'input x[3, 4, 4]',
      'shape-mismatch',
      /\[1, height, width\], not \[3, 4, 4\]/,
    ],
    [
      'network N from "net.onnx" {\n frozen "bohh*"\n}',
      '"bohh*"',
      'unknown-parameter',
      /"bohh\*"; did you mean "both"/,
    ],
    [
      'network N from "net.onnx" {\n cut "feature"\n}',
      '"feature"',
      'unknown-tensor',
      /did you mean "features"/,
    ],
    ['network N from "net.onnx" {\n cut 3\n}', '3', 'wrong-type', /double quotes/],
    ['network N from "net.onnx" {\n dense(3)\n}', 'N', 'no-output', /has no output/],
    [
      'network N {\n input x[2]\n frozen all\n output: dense(3)\n}',
      'frozen',
      'misplaced-setting',
      /from a file/,
    ],
  ];
  for (const [cell, text, code, message] of rows) {
    it(`${code}: ${cell.replaceAll('\n', ' ')}`, () => {
      const { findings } = analyzed(cell);
      assert.deepEqual(
        findings.map((finding) => [finding.text, finding.code]),
        [[text, code]],
      );
      assert.match(findings[0].message, message);
    });
  }
});
