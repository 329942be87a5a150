import assert from 'node:assert/strict';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { GraphBuilder } from '../../../src/graph/builder';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { modelNotebook, networkName } from '../../../src/program/modelNotebook';
import { isTraining } from '../../../src/program/verbs/train';
import { smallNetworks } from '../../compute/learning/networks';
import { exportedModel, modelTexts } from '../../ui/harness/describedModels';
import { networkOf } from '../network/support';

/** The code cells of the notebook that is made of a model, analysed with it. */
function made(bytes: Uint8Array, file = 'model.onnx') {
  const text = modelNotebook(importNetwork(bytes), file);
  const cells = parseNotebook(text).cells.filter(({ kind }) => kind === 'code');
  const sources = cells.map(({ source }) => source);
  const program = analyze(sources, { readModel: () => bytes });
  return { text, sources, program };
}

const exported = (text: string): Uint8Array => {
  const network = networkOf(text);
  return writeModel(buildInference(network), {
    name: network.name,
    initializers: initialize(network, 5),
  });
};

const texts: Readonly<Record<string, string>> = {
  ...modelTexts,
  'a photograph': `network N { input x[3, 224, 224]; conv(4, kernel: 7, stride: 4) relu; globalavgpool; output: dense(5) softmax }`,
  'CIFAR-10':
    'network N { input x[3, 32, 32]; conv(4, kernel: 3) relu; output: dense(10) softmax }',
  'a row': 'network N { input x[7]; dense(4) tanh; output: dense(3) softmax }',
  values: 'network N { input x[7]; dense(4) tanh; output: dense(1) }',
  'a single layer': 'network N { input x[7]; output: dense(3) softmax }',
  'a sequence': 'network N { input x[20, 6]; R: rnn(8); output: dense(3) softmax }',
  'many maps':
    'network N { input x[8, 16, 16]; conv(4, kernel: 3) relu; output: dense(3) softmax }',
};

describe('a notebook made of a model', () => {
  for (const [name, text] of Object.entries(texts))
    it(`is valid, and trains a part of it: ${name}`, () => {
      const { program } = made(exported(text));
      assert.deepEqual(program.diagnostics, []);
      const [training, ...more] = program.actions.filter(isTraining);
      assert.equal(more.length, 0);
      const { network } = training;
      const learning = network.layers.filter(({ parameters }) =>
        parameters.some(({ frozen }) => !frozen),
      );
      assert.ok(learning.length > 0, 'something learns');
    });

  it('is valid for a model of each layer and activation that can be read', () => {
    for (const [name, text] of Object.entries(smallNetworks)) {
      const bytes = exported(text);
      assert.deepEqual(made(bytes).program.diagnostics, [], name);
    }
  });

  it('has data of the shape that the model reads', () => {
    const sources = (text: string) => made(exported(text)).sources[0];
    assert.match(sources(modelTexts.small), /source digits\(/);
    assert.match(sources(texts['CIFAR-10']), /source cifar10\("cifar10"\)/);
    assert.match(
      sources(texts['a photograph']),
      /images\("images", size: \[224, 224\], colour: rgb\)/,
    );
    assert.match(sources(texts['a row']), /csv\(/);
    assert.match(sources(texts['a sequence']), /npz\(/);
  });

  it('ends the model before its last layer of weights, which a new one replaces', () => {
    const { sources } = made(exportedModel(modelTexts.small), 'my net.onnx');
    const tuned = sources.find((source) => source.startsWith('network Tuned'));
    assert.equal(
      tuned,
      'network Tuned from "my net.onnx" {\n  frozen all\n  cut "Relu_7"\n  output: dense(10) softmax\n}\n'.trimEnd(),
    );
    assert.equal(sources.at(-1), 'export Tuned to "my net-tuned.onnx"');
  });

  for (const [file, name] of [
    ['mnist-8.onnx', 'Mnist8'],
    ['super_resolution.ONNX', 'SuperResolution'],
    ['8bit.onnx', 'Model8bit'],
    ['tuned.onnx', 'Model'],
    ['….onnx', 'Model'],
  ] as const)
    it(`calls the network of ${file} ${name}`, () => assert.equal(networkName(file), name));

  it('quotes what the file is called', () => {
    const { program } = made(exportedModel(modelTexts.small), 'a "b" \\c.onnx');
    assert.deepEqual(program.diagnostics, []);
  });

  it('is refused for a model of two inputs, in words', () => {
    const graph = new GraphBuilder();
    const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', ['N', 3]));
    graph.output('y', graph.add(a, b));
    const bytes = writeModel(graph.build(), { name: 'two' });
    assert.throws(() => made(bytes), /A network reads one input; this model has 2\./);
  });
});
