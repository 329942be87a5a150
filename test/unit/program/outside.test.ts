import assert from 'node:assert/strict';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import { namesOf } from '../../../src/language/services/symbols';
import { analyze } from '../../../src/program/analyze';
import { referencePages } from '../../../src/program/reference';
import { notebookVocabulary } from '../../../src/program/vocabulary';

interface Case {
  readonly file: string;
  /** Where completion offers the word, `|` marking the place. */
  readonly typed: string;
  readonly label: string;
  /** A line with the word, and what the hover says of it. */
  readonly line: string;
  readonly hover: RegExp;
  readonly page: string;
}

const cases: readonly Case[] = [
  {
    file: 'centroid',
    typed: 'train Net on d {\n  rule |\n}',
    label: 'centroid',
    line: 'train Net on d {\n  rule centroid\n}',
    hover: /Moves the weights of each class/,
    page: 'rules.md',
  },
  {
    file: 'centroid',
    typed: 'train Net on d {\n  stop early(metric: |)\n}',
    label: 'distance',
    line: '',
    hover: /./,
    page: 'rules.md',
  },
  {
    file: 'largest',
    typed: 'train Net on d {\n  watch |\n}',
    label: 'largest',
    line: 'train Net on d {\n  watch largest\n}',
    hover: /largest number of each parameter/,
    page: 'rules.md',
  },
  {
    file: 'mirror',
    typed: 'network Net {\n  input x[4]\n  |\n}',
    label: 'mirror',
    line: 'network N {\n  input x[4]\n  mirror\n}',
    hover: /Turns the sign/,
    page: 'layers.md',
  },
  {
    file: 'blobs',
    typed: 'data d {\n  source |\n}',
    label: 'blobs',
    line: 'data d {\n  source blobs\n}',
    hover: /bright spot/,
    page: 'data.md',
  },
  {
    file: 'purpose',
    typed: 'train Net on d {\n  |\n}',
    label: 'purpose',
    line: 'train Net on d {\n  purpose "x"\n}',
    hover: /What the training is for/,
    page: 'settings.md',
  },
];

describe('words from files outside the product', () => {
  const data = 'data d {\n  source digits\n}';
  const network = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}';
  const tables = {
    vocabulary: notebookVocabulary,
    names: namesOf(analyze([data, network]).cells.flat()),
  };

  for (const file of new Set(cases.map((each) => each.file))) {
    describe(`of ${file}.ts`, () => {
      let forget: () => void;
      before(async () => {
        ({ forget } = (await import(`../../outside/${file}`)) as { forget: () => void });
      });
      after(() => forget());

      for (const { typed, label, line, hover, page } of cases.filter(
        (each) => each.file === file,
      )) {
        it(`are completed: \`${label}\``, () => {
          const { items } = complete(typed.replace('|', ''), typed.indexOf('|'), tables);
          assert.ok(items.some((item) => item.label === label));
        });
        if (line !== '')
          it(`are explained where they stand: \`${label}\``, () => {
            const contents = hoverAt(line, line.indexOf(label) + 1, tables)?.contents ?? '';
            assert.match(contents, hover);
          });
        it(`have a place in the reference: \`${label}\``, () => {
          assert.match(referencePages().get(page) ?? '', new RegExp(`## ${label}\n`));
        });
      }
    });
  }
});
