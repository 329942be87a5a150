import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { networkMarkdown } from '../../../src/views/markdown';
import { networkPayload } from '../../../src/views/network';
import { networkText } from '../../../src/views/networkTable';

const source = `network LeNet5 {
  input image[1, 28, 28]
  C1: conv(6, kernel: 5, padding: 2) tanh
  S2: avgpool(2)
  C3: conv(16, kernel: 5) tanh
  S4: avgpool(2)
  C5: dense(120) tanh
  F6: dense(84) tanh
  output: dense(10) softmax
}`;

describe('the layer table', () => {
  const network = analyze([source]).networks.get('LeNet5');
  assert.ok(network);
  const payload = networkPayload(network);

  it('writes calls as a reader would', () => {
    const texts = payload.layers.map(({ text, activations }) => [text, ...activations].join(' '));
    assert.deepEqual(texts.slice(0, 3), [
      'conv(6, kernel: 5, padding: 2) tanh',
      'avg_pool(2)',
      'conv(16, kernel: 5) tanh',
    ]);
  });

  it('leaves out what is the default, be it the first argument', () => {
    const norm =
      'network Norm {\n  input image[1, 28, 28]\n  batchnorm\n  batchnorm(0.2)\n  maxpool(2)\n  output: dense(2) softmax\n}';
    const layers = analyze([norm]).networks.get('Norm');
    assert.ok(layers);
    const texts = networkPayload(layers).layers.map(({ text }) => text);
    assert.deepEqual(texts, ['batch_norm', 'batch_norm(0.2)', 'max_pool(2)', 'dense(2)']);
  });

  it('writes a shape whole, also where its lengths are the same', () => {
    const square =
      'network Rows {\n  input image[1, 28, 28]\n  reshape([28, 28])\n  lstm(4)\n  output: dense(2) softmax\n}';
    const rows = analyze([square]).networks.get('Rows');
    assert.ok(rows);
    assert.equal(networkPayload(rows).layers[0]?.text, 'reshape([28, 28])');
  });

  it('has the parameter counts of LeNet-5 with 28×28 images and full connections', () => {
    const counts = payload.layers.map(({ parameterCount }) => parameterCount);
    // 6·(25+1), 16·(6·25+1), 120·(16·5·5+1), 84·121, 10·85
    assert.deepEqual(counts, [156, 0, 2416, 0, 48_120, 10_164, 850]);
    assert.equal(payload.totals.parameterCount, 61_706);
  });

  it('counts memory in float32: parameters and one activation', () => {
    assert.equal(payload.layers[0]?.memory, 4 * (156 + 6 * 28 * 28));
  });

  it('leads each layer back to the one it reads', () => {
    const inputs = payload.layers.map(({ inputs }) => inputs);
    assert.deepEqual(inputs, [['input'], ['C1'], ['S2'], ['C3'], ['S4'], ['C5'], ['F6']]);
  });

  it('reads as a Markdown table, with the sums below', () => {
    const lines = networkMarkdown(payload).split('\n');
    assert.equal(lines.length, 2 + 1 + 7 + 1);
    assert.match(
      lines[3],
      /^\| C1 \| conv\(6, kernel: 5, padding: 2\) tanh \| \\\[6, 28, 28\\\] \| 156 \|/,
    );
    assert.match(lines.at(-1)!, /61,706/);
  });

  it('reads as an aligned table in a terminal', () => {
    const [head, input, first, ...lines] = networkText(payload, (text) => text).split('\n');
    assert.match(head, /^layer +operator +shape +parameters +multiply-adds +memory$/);
    assert.match(input, /^image +input +\[1, 28, 28\]$/);
    assert.match(first, /^C1 +conv\(6, kernel: 5, padding: 2\) tanh +\[6, 28, 28\] +156 +117,600 /);
    assert.match(lines.at(-1)!, /^LeNet5 +61,706 +416,520 /);
  });
});
