import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../host/paths';

const text = readFileSync(join(repository, 'SECURITY.md'), 'utf8');
const rows = [...text.matchAll(/^\| (.+?) +\| `(test\/.+?)` +\| (.+?) +\|$/gm)];

describe('SECURITY.md', () => {
  it('has a table of promises', () => assert.ok(rows.length >= 10));

  for (const [, promise, file, title] of rows) {
    it(`names a test that is there: ${promise}`, () => {
      const source = readFileSync(join(repository, file), 'utf8');
      assert.ok(source.includes(title), `${file}: ${title}`);
    });
  }
});
