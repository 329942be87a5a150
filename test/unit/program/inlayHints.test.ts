import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { inlayHints } from '../../../src/program/inlayHints';

/** Each line of a cell with its hint. */
const hints = (source: string) =>
  inlayHints(analyze([source]), 0).map(({ location, label }) => [
    source.slice(location.start, location.end),
    label,
  ]);

describe('inlay hints', () => {
  it('show shapes and parameters of LeNet-5 as published', () => {
    const source =
      'network LeNet5 {\n  input image[1, 28, 28]\n  C1: conv(6, kernel: 5, padding: 2) tanh\n  S2: avgpool(2)\n' +
      '  C3: conv(16, kernel: 5) tanh\n  S4: avgpool(2)\n  C5: dense(120) tanh\n  output: dense(10) softmax\n}';
    assert.deepEqual(hints(source), [
      ['C1: conv(6, kernel: 5, padding: 2) tanh', '→ [6, 28, 28]  156 params'],
      ['S2: avgpool(2)', '→ [6, 14, 14]'],
      ['C3: conv(16, kernel: 5) tanh', '→ [16, 10, 10]  2,416 params'],
      ['S4: avgpool(2)', '→ [16, 5, 5]'],
      ['C5: dense(120) tanh', '→ [120]  48,120 params'],
      ['output: dense(10) softmax', '→ [10]  1,210 params'],
    ]);
  });

  it('stay above a mistake', () => {
    const source =
      'network N {\n  input image[1, 8, 8]\n  A: conv(2, kernel: 3)\n  B: conf(2)\n  output: dense(10) softmax\n}';
    assert.deepEqual(hints(source), [['A: conv(2, kernel: 3)', '→ [2, 6, 6]  20 params']]);
  });

  it('say what the layers of a line have in common', () => {
    const repeated = (body: string, input = 8) =>
      hints(
        `network N {\n  input x[${input}]\n  repeat 2 { ${body} }\n  output: dense(2) softmax\n}`,
      );
    const output = ['output: dense(2) softmax', '→ [2]  18 params'];
    assert.deepEqual(repeated('dense(8) relu'), [
      ['dense(8) relu', '→ [8]  72 params each'],
      output,
    ]);
    assert.deepEqual(repeated('dense(8) relu', 16), [['dense(8) relu', '→ [8]'], output]);
  });

  it('say nothing on a line that stands for layers of different shapes', () => {
    const source =
      'block b(n) { dense(n) }\nnetwork N {\n  input x[16]\n  b(8)\n  b(4)\n  output: dense(2) softmax\n}';
    assert.deepEqual(hints(source), [['output: dense(2) softmax', '→ [2]  10 params']]);
  });
});
