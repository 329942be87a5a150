import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { modelFiles } from '../../../src/program/modelFiles';

const root = join(__dirname, '../../..');
const examples = join(root, 'examples');

const readModel = modelFiles({ notebookFolder: examples, environment: process.env });

const codeOf = (text: string) =>
  parseNotebook(text)
    .cells.filter(({ kind }) => kind === 'code')
    .map(({ source }) => source);

describe('notebooks we show', () => {
  for (const file of readdirSync(examples).filter(
    (name) => name.endsWith('.dnn') && name !== '.dnn',
  )) {
    it(`examples/${file} has nothing to complain about`, function () {
      const program = analyze(codeOf(readFileSync(join(examples, file), 'utf8')), { readModel });
      if (program.diagnostics.some(({ code }) => code === 'missing-file')) {
        console.log('      needs the models it names in DNN_DATA');
        this.skip();
      }
      assert.deepEqual(program.diagnostics, []);
      assert.ok(program.actions.length > 0);
    });
  }

  it('the one in the README too', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, notebook] = /^````\n([^]*?)^````$/m.exec(readme) ?? [];
    assert.ok(notebook);
    assert.deepEqual(analyze(codeOf(notebook)).diagnostics, []);
  });
});
