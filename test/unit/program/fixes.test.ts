import assert from 'node:assert/strict';
import { formatCell } from '../../../src/language/format/format';
import { analyze } from '../../../src/program/analyze';
import { checkAgainstData } from '../../../src/program/checkAgainstData';
import { fixesOf } from '../../../src/program/fixes';
import { applied } from '../../../src/language/textEdit';
import { notebookVocabulary } from '../../../src/program/vocabulary';

const files = { notebookFolder: __dirname, environment: {} };

async function analysed(source: string) {
  const program = analyze([source]);
  const inData = await checkAgainstData(program, { ...files, seed: 0 });
  return { program, diagnostics: [...program.diagnostics, ...inData] };
}

const digits = 'data digits { source digits(train: 100, test: 10) }\n';
const network = (...lines: readonly string[]) =>
  `${digits}network N {\n  input image[1, 28, 28]\n${lines.map((line) => `  ${line}\n`).join('')}}`;
const train = (settings = '') => `\ntrain N on digits { ${settings} }`;

/** What is wrong, the text, and each fix: its title, and a part of the text after it. */
const rows: readonly [code: string, source: string, ...fixes: [title: string, text: string][]][] = [
  [
    'shape-mismatch',
    network('max_pool(14)', 'C: conv(6, kernel: 5) tanh # small', 'output: dense(10) softmax'),
    ['Set `padding: same`', 'C: conv(6, kernel: 5, padding: same) tanh # small'],
  ],
  [
    'shape-mismatch',
    network('conv(6, kernel: 50, padding: 2)', 'output: dense(10) softmax'),
    ['Set `padding: same`', 'conv(6, kernel: 50, padding: same)'],
  ],
  [
    'shape-mismatch',
    network('add {', '  { conv(1, kernel: 3) }', '  { }', '}', 'output: dense(10) softmax'),
    ['Set `padding: same`', '{ conv(1, kernel: 3, padding: same) }'],
  ],
  [
    'shape-mismatch',
    network(
      'concat {',
      '  { conv(1, kernel: 3) }',
      '  { dense(8)',
      '    relu }',
      '}',
      'output: dense(10) softmax',
    ),
    ['Insert `flatten` at the end of each branch', '{ conv(1, kernel: 3); flatten }'],
  ],
  [
    'shape-mismatch',
    network('output: dense(10) softmax').replace('[1, 28, 28]', '[28*28]') + train(),
    ['Change the input to `[1, 28, 28]`', 'input image[1, 28, 28]\n'],
  ],
  [
    'no-output',
    network('dense(20) relu # hidden') + train(),
    [
      'Add `output: dense(10) softmax`',
      '  dense(20) relu # hidden\n  output: dense(10) softmax\n}',
    ],
    ['Make `dense` the output', '  output: dense(20) relu # hidden\n}'],
  ],
  [
    'no-output',
    `data line { source csv("line.csv", target: "y") }\nnetwork N { input x[1]; H: dense(2) }`,
    ['Add `output: dense(10) softmax`', 'H: dense(2); output: dense(10) softmax }'],
    ['Make `H` the output', 'output H: dense(2) }'],
  ],
  [
    'head-size',
    network('output: dense(8) softmax') + train(),
    ['Change `dense` to 10 units', 'output: dense(10) softmax'],
  ],
  [
    'head-shape',
    network('output: conv(10, kernel: 28)') + train('loss mse'),
    ['Insert `flatten` for the output', '  conv(10, kernel: 28)\n  output: flatten\n'],
    ['Insert `dense(10)` for the output', '  conv(10, kernel: 28)\n  output: dense(10)\n'],
  ],
  [
    'loss-head',
    network('dense(8) logistic', 'output: dense(784) logistic') +
      train('loss cross_entropy; epochs 3'),
    ['Train with `loss reconstruction`', '{ loss reconstruction; epochs 3 }'],
  ],
  [
    'head-size',
    network('dense(8) logistic', 'output: dense(784) logistic') + train('loss mse'),
    ['Train with `loss reconstruction`', '{ loss reconstruction }'],
    ['Change `dense` to 10 units', 'output: dense(10) logistic'],
  ],
  [
    'unknown-layer',
    network('dense(8)', 'activation', 'output: dense(10) softmax'),
    ...notebookVocabulary
      .entries('activation')
      .slice(0, 16)
      .map(({ name }): [string, string] => [`Change to \`${name}\``, `  ${name}\n`]),
  ],
  [
    'unknown-layer',
    network('dens(8)', 'output: dense(10) softmax'),
    ['Change to `dense`', '  dense(8)\n'],
  ],
];

describe('quick fixes', () => {
  for (const [code, source, ...expected] of rows) {
    it(`${code}: ${expected
      .map(([title]) => title)
      .slice(0, 2)
      .join(', ')}`, async () => {
      const { program, diagnostics } = await analysed(source);
      const [diagnostic] = diagnostics;
      assert.equal(diagnostic?.code, code, JSON.stringify(diagnostics));
      const fixes = await fixesOf(diagnostic, { program, sources: [source], files });
      assert.deepEqual(
        fixes.map(({ title }) => title),
        expected.map(([title]) => title),
      );
      for (const [i, [, text]] of expected.entries()) {
        const [fixed] = applied([source], fixes[i].edits);
        assert.ok(fixed.includes(text), fixed);
        const { diagnostics: left } = await analysed(fixed);
        assert.deepEqual(
          left.filter((each) => each.code === code),
          [],
          fixed,
        );
        const formatted = (cell: string) => formatCell(cell, notebookVocabulary);
        if (formatted(source) === source) assert.equal(formatted(fixed), fixed);
      }
    });
  }

  it('are not proposed where they do not help', async () => {
    const source = network('C: conv(6, kernel: 5) from D', 'output: dense(10) softmax');
    const { program, diagnostics } = await analysed(source);
    assert.deepEqual(await fixesOf(diagnostics[0], { program, sources: [source], files }), []);
  });
});

describe('an unknown layer', () => {
  const rows: [line: string, message: RegExp][] = [
    ['activation', /unknown layer `activation`; similar words: .*`relu`/],
    ['pooling', /similar words: .*`max_pool`/],
    ['normalization', /similar words: .*`batch_norm`/],
    ['sigmoid_unit', /did you mean `logistic`/],
    ['qqqq', /unknown layer `qqqq`$/],
  ];
  for (const [line, message] of rows)
    it(`\`${line}\` is answered with words like it, whatever blocks there are`, () => {
      const block = 'block unit(n) { dense(n) }\n';
      const [found] = analyze([block + network(line, 'output: dense(10) softmax')]).diagnostics;
      assert.match(found.message, message);
    });
});
