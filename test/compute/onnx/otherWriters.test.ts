import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { needTorchWith, runPeer } from './peers';
import { answersAgain, expectAsTorch, expectNear, samplesOf } from './torchNetworks';
import { losses } from './imported';

/** Networks that other programs write: they answer the same, and learn. */

/** Two layers, about 32 wide; how many parameters they have in the file. */
const transformers: Readonly<Record<string, number>> = {
  bert: 40,
  gpt2: 28,
  llama: 21,
  whisper_encoder: 37,
  whisper: 89,
};

describe('transformers of the transformers package', function () {
  this.timeout(240_000);
  let folder: string;
  before(needTorchWith('transformers, onnxscript'));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-transformers-'));
    runPeer('torch/transformer_networks.py', folder);
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  for (const [name, count] of Object.entries(transformers)) {
    for (const attention of ['eager', 'sdpa']) {
      it(`${name} answers, and has PyTorch's gradients: ${attention} attention`, async () => {
        assert.equal(await expectAsTorch(join(folder, `${name}.${attention}`)), count);
      });
    }
  }
});

/** From which opset the exporter writes them, and how many of their parameters the file has as PyTorch has them. */
const small: Readonly<Record<string, { readonly since: number; readonly parameters: number }>> = {
  convolutional: { since: 7, parameters: 6 },
  recurrent: { since: 9, parameters: 4 },
  attention: { since: 7, parameters: 8 },
};

describe('small networks of PyTorch', function () {
  this.timeout(240_000);
  let folder: string;
  before(needTorchWith('onnxscript'));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-opsets-'));
    runPeer('torch/opset_networks.py', folder);
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  for (let opset = 7; opset <= 27; opset++) {
    it(`answer, and have PyTorch's gradients, in opset ${opset}`, async () => {
      for (const [name, { since, parameters }] of Object.entries(small)) {
        if (opset < since) continue;
        assert.equal(await expectAsTorch(join(folder, `${name}.${opset}`)), parameters, name);
      }
    });
  }
});

const others: readonly string[] = [
  ...['classes', 'named_classes', 'two_classes', 'mapped', 'scaled', 'values'].map(
    (name) => `sklearn_${name}`,
  ),
  ...['dense', 'convolutional', 'embedding', 'lstm', 'gru', 'attention'].map(
    (name) => `keras_${name}`,
  ),
];

describe('networks of scikit-learn and Keras', function () {
  this.timeout(120_000);
  let folder: string;
  before(needTorchWith('keras, skl2onnx, onnxscript'));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-other-writers-'));
    runPeer('torch/other_networks.py', folder);
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  for (const name of others) {
    it(`${name} answers the same, and learns`, async () => {
      const { shape, x, answers } = JSON.parse(
        readFileSync(join(folder, `${name}.json`), 'utf8'),
      ) as Readonly<Record<string, number[]>>;
      const network = importNetwork(readFileSync(join(folder, `${name}.onnx`)));
      const [input] = network.inputs;
      const feeds = { [input.name]: samplesOf(input.dataType, x, shape) };
      expectNear(await answersAgain(network, feeds), answers, 1e-5, name);
      const [before, after] = await losses(network, feeds, shape[0]);
      assert.ok(after < before, `${after} after ${before}`);
    });
  }
});
