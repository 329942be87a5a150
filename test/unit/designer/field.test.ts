import assert from 'node:assert/strict';
import { revisionOf } from '../../../src/designer/design';
import { fieldMark } from '../../../src/designer/mark';
import type { Operation } from '../../../src/designer/operations';
import { designField } from '../../../src/services/field';
import { analyze } from '../../../src/program/analyze';
import type { FieldQuestion } from '../../../src/views/designer';
import { network } from './support';

const sources = [
  network(
    '  input image[1, 28, 28]\n  C1: conv(6, kernel: 5) tanh  # first\n  output: dense(10) softmax',
  ),
  'data d {\n  source digits(train: 200)\n}',
  'train N on d {\n  optimizer sgd(rate: 0.1)\n  stop early\n}',
];
const notebook = { sources, program: analyze(sources) };
const owner = { kind: 'network', name: 'N' } as const;
const training = { word: 'train', subject: 'N', number: 0 };

const ask = (operation: Operation, text: string, question: FieldQuestion) =>
  designField(notebook, { revision: revisionOf(sources), owner, operation, text, question });

const init: Operation = { kind: 'setArgument', at: [1], parameter: 'init', value: fieldMark };
const line: Operation = { kind: 'replace', at: [1], text: fieldMark };
const stop: Operation = { kind: 'setSetting', statement: training, at: [1], value: fieldMark };

describe('what the language says of a field’s content', () => {
  const completed: [
    name: string,
    operation: Operation,
    text: string,
    label: string,
    range: [number, number],
  ][] = [
    ['an argument that is not written yet', init, 'h', 'he', [0, 1]],
    ['an empty one', init, '', 'glorot', [0, 0]],
    ['a line of a network', line, 'C1: conv(6, ker', 'kernel:', [12, 15]],
    ['an argument of the word behind a setting', stop, 'early(pat', 'patience:', [6, 9]],
  ];
  for (const [name, operation, text, label, [start, end]] of completed)
    it(`completes ${name}`, () => {
      const answer = ask(operation, text, { kind: 'complete', offset: text.length });
      assert.equal(answer?.kind, 'complete');
      assert.ok(
        answer.items.some((item) => item.label === label),
        answer.items.map((item) => item.label).join(),
      );
      assert.deepEqual([answer.start, answer.end], [start, end]);
    });

  const checked: [operation: Operation, text: string, problems: [RegExp, number, number][]][] = [
    [init, 'he', []],
    [init, 'hee', [[/unknown initializer `hee`/, 0, 3]]],
    [line, 'C1: conv(6, kernel: 0)', [[/`kernel`/, 20, 21]]],
    [stop, 'early(patience: -1)', [[/`patience`/, 16, 18]]],
    [line, 'conv(6', [[/./, 5, 6]]],
  ];
  for (const [operation, text, problems] of checked)
    it(`checks \`${text}\`, whatever is typed`, () => {
      const answer = ask(operation, text, { kind: 'check' });
      assert.equal(answer?.kind, 'check');
      assert.equal(answer.problems.length, problems.length, JSON.stringify(answer.problems));
      answer.problems.forEach(({ message, start, end }, i) => {
        assert.match(message, problems[i][0]);
        assert.deepEqual([start, end], problems[i].slice(1));
      });
    });

  it('explains a word', () => {
    const answer = ask(init, 'he', { kind: 'hover', offset: 1 });
    assert.equal(answer?.kind, 'hover');
    assert.match(answer.contents, /He et al\./);
  });

  it('says nothing of another text than the page has seen', () =>
    assert.equal(
      designField(notebook, {
        ...{ revision: 'other', owner, operation: init, text: 'h' },
        question: { kind: 'check' },
      }),
      undefined,
    ));
});
