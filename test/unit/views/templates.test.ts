import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { formatNotebook } from '../../../src/program/formatNotebook';
import { isTraining } from '../../../src/program/verbs/train';
import { templateHead, templateNames } from '../../../src/views/templates';
import { notebooksIn } from '../../notebooks';

const folder = join(__dirname, '../../../examples/templates');

const textOf = (name: string): string => readFileSync(join(folder, `${name}.dnn`), 'utf8');

/** Sources that draw or compute their samples. */
const made = [
  'boolean',
  'digits',
  'digit_stream',
  'letter_patterns',
  'letters',
  'mackey_glass',
  'sine',
];

describe('the templates', () => {
  it('are the notebooks of their folder', () => {
    assert.deepEqual(
      [...templateNames].sort().map((name) => `${name}.dnn`),
      notebooksIn(folder),
    );
  });

  for (const name of templateNames) {
    it(`${name} is formatted`, () => {
      assert.equal(formatNotebook(textOf(name)), textOf(name));
    });

    it(`${name} has a title, a sentence, a network that is trained, and data that need no file`, () => {
      const { cells } = parseNotebook(textOf(name));
      const [first] = cells;
      assert.equal(first?.kind, 'markdown');
      const { title, summary } = templateHead(first.source);
      assert.match(title, /^[A-Z]/);
      assert.match(summary, /^[A-Z].{20,240}\.$/s);
      const code = cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
      const { actions, data, diagnostics } = analyze(code);
      assert.deepEqual(diagnostics, []);
      assert.ok(actions.some(isTraining));
      const used = [...data.values()].map(({ source }) => source.name);
      assert.deepEqual(
        used.filter((source) => !made.includes(source)),
        [],
      );
    });
  }
});

describe('the head of a notebook', () => {
  const table: readonly [string, string, string][] = [
    ['# Net\n\nOne. Two.', 'Net', 'One.'],
    ['# Net\n\nOne\nline (Hinton, 2006). Two.', 'Net', 'One line (Hinton, 2006).'],
    ['# Net\n\nIt tells this: a list.', 'Net', 'It tells this.'],
    ['# Net\n\nNo end', 'Net', 'No end'],
    ['Only text.', '', ''],
  ];
  for (const [text, title, summary] of table)
    it(`of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(templateHead(text), { title, summary });
    });
});
