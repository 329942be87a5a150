import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, exportedModel } from '../../../src/compute/export/exportedModel';
import { initialize } from '../../../src/network/initialize';
import { analyze } from '../../../src/program/analyze';
import { needPeers, runPeer } from './peers';

const networks: readonly [what: string, source: string][] = [
  [
    'LeNet-5',
    'input image[1, 28, 28]; C1: conv(6, kernel: 5, padding: 2) tanh; S2: avgpool(2); C3: conv(16, kernel: 5) tanh; ' +
      'S4: avgpool(2); dense(120) tanh; output: dense(10) softmax',
  ],
  [
    'branches, groups, batch normalization, dropout and two heads',
    'input image[3, 16, 16]; conv(8, kernel: 3, padding: same, groups: 1) relu; batchnorm\n' +
      'add { { conv(8, kernel: 3, padding: same) relu }\n { } }\n' +
      'concat { { conv(4, kernel: 1) }\n { maxpool(3, stride: 1, padding: 1) } }\n' +
      'globalavgpool; dropout(0.5)\noutput main: dense(10) softmax\noutput aux weight 0.3: dense(10) softmax',
  ],
  [
    'transposed and local convolution, every pool, upsampling, normalizations of a sample',
    'input image[2, 8, 8]; transposedconv(4, kernel: 3, stride: 2, extra: 1); prelu; lrn(3); sumpool(2)\n' +
      'local(4, kernel: 3, stride: 2, padding: 1) tanh; maxout(2); upsample(2); upsample(2, mode: bilinear)\n' +
      'l2pool(2); subsample(2) tanh; layernorm; output: dense(3) softmax',
  ],
  [
    'recurrent layers',
    'input x[6, 4]; rnn(5, output: sequence); layernorm(axis: 2); gru(4, output: sequence); lstm(3); output: dense(2)',
  ],
];

describe('the ONNX checker', function () {
  this.timeout(60_000);
  let folder: string;
  before(needPeers);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-checker-'));
  });
  after(() => folder && rmSync(folder, { recursive: true }));

  for (const [what, body] of networks) {
    it(`accepts ${what}`, async () => {
      const program = analyze([`network Net {\n${body}\n}`]);
      const network = program.networks.get('Net');
      assert.ok(network, program.diagnostics.map(({ message }) => message).join('\n'));
      const parameters = initialize(network, 1);
      const normalization = { mean: [0.5], scale: [2] };
      const bytes = bytesOf(await exportedModel({ network, parameters, normalization }));
      const file = join(folder, 'net.onnx');
      writeFileSync(file, bytes);
      assert.equal(runPeer('check.py', file), 'valid\n');
    });
  }
});
