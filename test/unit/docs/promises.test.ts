import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../host/paths';

/** Pages whose tables end with the file and the name of the test that proves the row. */
const pages = { 'SECURITY.md': 15, 'docs/reliability.md': 40 };

interface Row {
  readonly promise: string;
  readonly file: string;
  readonly test: string;
}

/** The rows of the tables whose last column is headed `test`. */
function rowsOf(text: string): Row[] {
  return text.split(/\n{2,}/).flatMap((block) => {
    const [head, , ...rows] = block
      .trim()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
    if (head.at(-1) !== 'test') return [];
    return rows.map((cells) => ({
      promise: cells[0],
      file: cells.at(-2) ?? '',
      test: cells.at(-1) ?? '',
    }));
  });
}

/** What a test file says of itself: its strings. */
const stringsOf = (source: string): string =>
  [...source.matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)]
    .map(([text]) => text)
    .join('\n');

for (const [page, least] of Object.entries(pages)) {
  describe(page, () => {
    const rows = rowsOf(readFileSync(join(repository, page), 'utf8'));

    it('has tables of promises', () => assert.ok(rows.length >= least, `${rows.length}`));

    for (const { promise, file, test } of rows) {
      it(`names a test that is there: ${promise}`, () => {
        const path = join(repository, /^`(test\/.+\.test\.ts)`$/.exec(file)?.[1] ?? file);
        assert.ok(existsSync(path), `no file ${file}`);
        assert.ok(stringsOf(readFileSync(path, 'utf8')).includes(test), `${file}: ${test}`);
      });
    }
  });
}
