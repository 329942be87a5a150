import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { fixesOf } from '../../../src/program/fixes';
import { findingsOf } from '../../../src/program/hints';
import { applied } from '../../../src/language/textEdit';

const cells = (
  lines: readonly string[],
  { data = 'split validation 10', train = 'epochs 2', more = '' } = {},
) => [
  `data digits {\n  source digits(train: 100, test: 10)\n  ${data}\n}`,
  `network N {\n  input image[1, 28, 28]\n${lines.map((line) => `  ${line}\n`).join('')}  output: dense(10) softmax\n}`,
  `train N on digits {\n  ${train}\n}`,
  more,
];

const logistic = (count: number, line = 'dense(20) logistic') =>
  Array.from({ length: count }, () => line);

/** A notebook and what is said of it: `text it points at | code`. */
const rows: [what: string, sources: string[], ...said: string[]][] = [
  ['a plain notebook', cells(['dense(20) relu'])],
  [
    'what nothing uses',
    cells([], { more: 'let width = 3\nblock unit(n) { dense(n) }\ndata other { source letters }' }),
    'width | unused-let',
    'unit | unused-block',
    'other | unused-data',
  ],
  [
    'what is used',
    cells(['unit(width)'], {
      more: 'let width = 3\nblock unit(n) { dense(n) }\ninspect N { features output on digits.test[0] }',
    }),
  ],
  [
    'what is only named in a comment',
    cells([], { more: 'let width = 3 # width' }),
    'width | unused-let',
  ],
  [
    'definitions before anything is done with them',
    ['let width = 3\ndata other { source letters }'],
  ],
  [
    'a notebook with a mistake',
    cells(['desne(3)'], { more: 'let width = 3' }),
    'desne | unknown-layer',
  ],
  [
    'early stopping by the training scores',
    cells([], { data: 'batch 10', train: 'stop early(patience: 2)' }),
    'stop early(patience: 2) | no-validation-split',
  ],
  ['early stopping by validation', cells([], { train: 'stop early(patience: 2)' })],
  ['no validation without early stopping', cells([], { data: 'batch 10' })],
  ['four logistic layers', cells(logistic(4))],
  ['five of them', cells(logistic(5)), 'dense(20) logistic | saturating-stack'],
  [
    'five of them in a repeat',
    cells(['repeat 3 { dense(20) tanh; dropout(0.1); dense(20) logistic }']),
    'dense(20) tanh | saturating-stack',
  ],
  ['rectifiers between them', cells([...logistic(3), 'dense(20) relu', ...logistic(3)])],
  ['normalization between them', cells([...logistic(3), 'batch_norm', ...logistic(3)])],
  ['five with weights that start as said', cells(logistic(5, 'dense(20, init: lecun) tanh'))],
  ['five that are trained one by one', cells(logistic(5), { train: 'rule layerwise(epochs: 1)' })],
];

const findings = (sources: readonly string[]) => findingsOf(analyze(sources), sources);
const found = (sources: readonly string[]) =>
  findings(sources).map(
    ({ code, location: { cell, start, end } }) => `${sources[cell].slice(start, end)} | ${code}`,
  );

describe('hints', () => {
  for (const [what, sources, ...said] of rows)
    it(`say ${said.length === 0 ? 'nothing' : said.join(', ')} of ${what}`, () => {
      assert.deepEqual(found(sources), said);
    });

  it('are information', () => {
    assert.deepEqual(
      findings(cells(logistic(5))).map(({ severity }) => severity),
      ['information'],
    );
  });

  it('of a missing validation split come with one', async () => {
    const sources = cells([], { data: 'batch 10', train: 'stop early(patience: 2)' });
    const program = analyze(sources);
    const files = { notebookFolder: __dirname, environment: {} };
    const [fix] = await fixesOf(findings(sources)[0], { program, sources, files });
    assert.equal(fix?.title, 'Add `split validation 10` to the data');
    assert.deepEqual(found(applied(sources, fix.edits)), []);
  });
});
