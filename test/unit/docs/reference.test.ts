import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../src/program/analyze';
import { diagnosesPage } from '../../../src/diagnosis/reference';
import { referencePages } from '../../../src/program/reference';
import type { Parameter } from '../../../src/language/vocabulary';
import { chapters, notebookVocabulary } from '../../../src/program/vocabulary';
import { manifestPages } from './manifestPages';

const folder = join(__dirname, '../../../docs/reference');
/** `npm run docs` writes the pages instead of comparing them. */
const update = process.env['UPDATE_DOCS'] === '1';

describe('reference pages', () => {
  for (const [file, page] of [
    ...referencePages(),
    ['diagnoses.md', diagnosesPage()] as const,
    ...manifestPages(),
  ]) {
    it(`${file} says what the tables say`, () => {
      const path = join(folder, file);
      if (update) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, page);
      }
      assert.equal(readFileSync(path, 'utf8'), page, 'run `npm run docs`');
    });
  }
});

describe('links of a reference page', () => {
  for (const [file, page] of referencePages()) {
    it(`${file}: each leads to a heading of its own`, () => {
      const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        title
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
      assert.equal(new Set(anchors).size, anchors.length, 'two headings have one address');
      for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g))
        assert.ok(anchors.includes(anchor), anchor);
    });
  }
});

describe('examples of the catalogue', () => {
  for (const table of chapters.flatMap(({ tables }) => tables)) {
    it(`every ${table.kind} has a summary and an example`, () => {
      for (const { name, summary, example } of table) {
        assert.match(summary, /^[^a-z].*\.$/, name);
        // What only a rule tells is written nowhere: its example has the rule.
        const isTold = table.kind === 'measure' && example.includes('rule ');
        assert.ok(isTold || example.includes(name), `the example of ${name}`);
      }
    });
  }

  it('take words of kinds that there are', () => {
    const tables = chapters.flatMap((chapter) => chapter.tables);
    const kinds = new Set(tables.map(({ kind }) => kind));
    for (const entry of tables.flatMap((table) => [...table])) {
      for (const { entryKind } of Object.values<Parameter<unknown>>(entry.parameters))
        assert.ok(entryKind === undefined || kinds.has(entryKind), `${entry.name}: ${entryKind}`);
    }
  });

  const settings = { data: 'source digits', train: '', inspect: '', export: '' };
  for (const entry of notebookVocabulary.entries('setting')) {
    it(`setting \`${entry.name}\`: ${entry.example}`, () => {
      const within = (entry as unknown as { within: readonly (keyof typeof settings)[] }).within;
      const body = (place: keyof typeof settings) =>
        within.includes(place) ? entry.example : settings[place];
      const source = entry.name === 'write' ? 'source sums' : 'source digits';
      const data = `data digits {\n  ${entry.name === 'source' ? '' : source}\n  ${
        within.includes('data') ? entry.example : ''
      }${entry.name === 'carry' ? '\n  segments 4' : ''}\n}`;
      // A Boltzmann machine is the one layer that learns.
      const recurrent = 'reshape([28, 28])\n  rnn(4)\n  output: dense(10) softmax';
      const layers =
        entry.name === 'carry'
          ? recurrent
          : entry.example.includes('cd(')
            ? 'H1: dense(8) logistic\n  output: dense(10, frozen: true) softmax'
            : 'C1: conv(4, kernel: 5)\n  C3: conv(4, kernel: 5)\n  output: dense(10) softmax';
      const network = `network Net {\n  input image[1, 28, 28]\n  ${layers}\n}`;
      const train = `train Net on digits {\n  ${body('train')}\n}`;
      const inspect = `inspect Net {\n  ${body('inspect')}\n}`;
      const file = `export Net to "net.onnx" {\n  ${body('export')}\n}`;
      assert.deepEqual(analyze([data, network, train, inspect, file]).diagnostics, []);
    });
  }

  const sequence = 'x[16, 32]';
  const inputs: Readonly<Record<string, string>> = {
    reshape: 'image[16, 7, 7]',
    transposed_local: 'image[1, 28, 28]',
    rnn: sequence,
    lstm: sequence,
    gru: sequence,
    reservoir: sequence,
    step_dense: sequence,
    delay_line: sequence,
    attention: sequence,
    position: sequence,
    spectral: sequence,
  };
  /** What stands above an example that refers to it. */
  const above: Readonly<Record<string, string>> = {
    transposed_local: 'L: local(4, kernel: 3, stride: 2)',
  };
  const inNetwork = ['layer', 'activation', 'initializer', 'regularizer'] as const;
  for (const kind of inNetwork) {
    for (const entry of notebookVocabulary.entries(kind)) {
      it(`${kind} \`${entry.name}\`: ${entry.example}`, () => {
        const head = entry.example.startsWith('output') ? '' : 'output: dense(10) softmax';
        const source = `network Net {\n  input ${inputs[entry.name] ?? 'image[16, 32, 32]'}\n  ${above[entry.name] ?? ''}\n  ${entry.example}\n  ${head}\n}`;
        assert.deepEqual(
          analyze([source]).diagnostics.filter(({ severity }) => severity === 'error'),
          [],
        );
      });
    }
  }

  for (const entry of notebookVocabulary.entries('augmentation')) {
    it(`augmentation \`${entry.name}\`: ${entry.example}`, () => {
      const { data, diagnostics } = analyze([`data d {\n  source digits\n  ${entry.example}\n}`]);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        data.get('d')?.augment?.map(({ name }) => name),
        [entry.name],
      );
    });
  }

  const heads: Readonly<Record<string, string>> = {
    cross_entropy: 'dense(10) softmax',
    focal: 'dense(10) softmax',
    binary_cross_entropy: 'dense(10) logistic',
    rbf: 'rbf(10)',
    reconstruction: 'dense(784)',
  };
  const inTraining = ['loss', 'optimizer', 'schedule', 'stop'] as const;
  for (const kind of inTraining) {
    for (const entry of notebookVocabulary.entries(kind)) {
      it(`${kind} \`${entry.name}\`: ${entry.example}`, () => {
        const head = heads[entry.name] ?? 'dense(10)';
        const cells = [
          'data digits {\n  source digits\n}',
          `network Net {\n  input image[1, 28, 28]\n  output: ${head}\n}`,
          `train Net on digits {\n  ${entry.example}\n}`,
        ];
        assert.deepEqual(analyze(cells).diagnostics, []);
      });
    }
  }
});
