import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportedWords } from '../../../scripts/words.mjs';
import { repository } from '../../host/paths';

const path = join(repository, 'l10n/bundle.l10n.json');

describe('the texts for translators', () => {
  it('are those of the sources', () => {
    const text = `${JSON.stringify(exportedWords(), null, 2)}\n`;
    if (process.env['UPDATE_DOCS'] === '1') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    assert.equal(readFileSync(path, 'utf8'), text, 'run `npm run docs`');
  });
});
