import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCell } from '../../../src/language/parse';
import { parseNotebook } from '../../../src/notebook/parse';
import { newNotebook } from '../../../src/notebook/template';
import { shown } from './support';
import { sample } from './sampleVocabulary';
import { notebooksIn } from '../../notebooks';

const root = join(__dirname, '../../..');

/** The `dnn` fences of a text that may not be a notebook. */
const fences = (markdown: string) =>
  parseNotebook(`---\ndnn: 1\n---\n${markdown}`).cells.filter(({ kind }) => kind === 'code');

const examples = notebooksIn(join(root, 'examples'));

const documents = [
  ['docs/language.md', fences(readFileSync(join(root, 'docs/language.md'), 'utf8'))],
  ['the new notebook', parseNotebook(newNotebook('New')).cells],
  ...examples.map(
    (file) =>
      [file, parseNotebook(readFileSync(join(root, 'examples', file), 'utf8')).cells] as const,
  ),
] as const;

describe('every cell is read without a mistake in', () => {
  for (const [name, cells] of documents) {
    it(name, () => {
      const code = cells.filter(({ kind }) => kind === 'code');
      assert.ok(code.length > 3);
      for (const { source } of code) {
        const { diagnostics } = parseCell(source, 0, sample);
        assert.deepEqual(
          diagnostics.map((each) => shown(source, each)),
          [],
        );
      }
    });
  }
});
