import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { findingsOf } from '../../../src/program/hints';
import { modelFiles } from '../../../src/program/modelFiles';
import { notebooksIn } from '../../notebooks';

const root = join(__dirname, '../../..');
const examples = join(root, 'examples');

const { readModel } = modelFiles({ notebookFolder: examples, environment: process.env });

const codeOf = (text: string) =>
  parseNotebook(text)
    .cells.filter(({ kind }) => kind === 'code')
    .map(({ source }) => source);

describe('notebooks we show', () => {
  const files = ['', 'modern/', 'rules/', 'rules/mnist/', 'templates/'].flatMap((folder) =>
    notebooksIn(join(examples, folder)).map((name) => folder + name),
  );
  for (const file of files) {
    it(`examples/${file} has nothing to complain about`, function () {
      const code = codeOf(readFileSync(join(examples, file), 'utf8'));
      const program = analyze(code, { readModel });
      if (program.diagnostics.some(({ code }) => code === 'missing-file')) {
        console.log('      needs the models it names in DNN_DATA');
        this.skip();
      }
      assert.deepEqual(findingsOf(program, code), []);
      assert.ok(program.actions.length > 0);
    });
  }

  it('the one in the README too', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, notebook] = /^````\n([^]*?)^````$/m.exec(readme) ?? [];
    assert.ok(notebook);
    const code = codeOf(notebook);
    assert.deepEqual(findingsOf(analyze(code), code), []);
  });
});

describe('docs/language.md', () => {
  const page = readFileSync(join(root, 'docs/language.md'), 'utf8');
  const [, table = ''] = /\n(\| line \| meaning \|\n[^]*?)\n\n/.exec(page) ?? [];
  const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, line]) => line);
  const others =
    'input x[1, 28, 28]\nA: conv(6, kernel: 5)\nB: conv(6, kernel: 5) from x\nC5: dense(8)';

  for (const line of rows.filter((row) => !row.startsWith('input') && !row.includes(' … '))) {
    it(`\`${line}\` is a line of a network`, () => {
      const end = line.startsWith('output') ? '' : 'output: dense(10) softmax';
      const start = others.replace(/\nC5.*/, line.includes('from') ? '$&' : '');
      const { diagnostics } = analyze([`network Net {\n${start}\n${line}\n${end}\n}`]);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  it('names arguments as they are called', () => {
    const [, short, long] = /`(conv\(6, 5\))` is `([^`]+)`/.exec(page) ?? [];
    const layers = [short, long].map((layer) => {
      const { networks } = analyze([`network Net {\n${others}\noutput: ${layer} from A\n}`]);
      return networks.get('Net')?.layers.at(-1)?.arguments;
    });
    assert.ok(layers[0]);
    assert.deepEqual(layers[0], layers[1]);
  });
});
