import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { needTorchWith, runPeer } from './peers';
import { answersAgain, expectAsTorch, expectNear, samplesOf } from './torchNetworks';
import { losses } from './imported';

/** Networks that other programs write: they answer the same, and learn. */

/** Has a script write networks before the tests around, skipped where it cannot; gives their places by their names. */
function writtenBy(script: string, modules: string): (name: string) => string {
  let folder: string;
  before(needTorchWith(modules));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-other-writers-'));
    runPeer(script, folder);
  });
  after(() => folder && rmSync(folder, { recursive: true }));
  return (name) => join(folder, name);
}

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
  const inside = writtenBy('torch/transformer_networks.py', 'transformers, onnxscript');

  for (const [name, count] of Object.entries(transformers)) {
    for (const attention of ['eager', 'sdpa']) {
      it(`${name} answers, and has PyTorch's gradients: ${attention} attention`, async () => {
        assert.equal(await expectAsTorch(inside(`${name}.${attention}`)), count);
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
  const inside = writtenBy('torch/opset_networks.py', 'onnxscript');

  for (let opset = 7; opset <= 27; opset++) {
    it(`answer, and have PyTorch's gradients, in opset ${opset}`, async () => {
      for (const [name, { since, parameters }] of Object.entries(small)) {
        if (opset < since) continue;
        assert.equal(await expectAsTorch(inside(`${name}.${opset}`)), parameters, name);
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
  const inside = writtenBy('torch/other_networks.py', 'keras, skl2onnx, onnxscript');

  for (const name of others) {
    it(`${name} answers the same, and learns`, async () => {
      const { shape, x, answers } = JSON.parse(
        readFileSync(inside(`${name}.json`), 'utf8'),
      ) as Readonly<Record<string, number[]>>;
      const network = importNetwork(readFileSync(inside(`${name}.onnx`)));
      const [input] = network.inputs;
      const feeds = { [input.name]: samplesOf(input.dataType, x, shape) };
      expectNear(await answersAgain(network, feeds), answers, 1e-5, name);
      const [before, after] = await losses(network, feeds, shape[0]);
      assert.ok(after < before, `${after} after ${before}`);
    });
  }
});
