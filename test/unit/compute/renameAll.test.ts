import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renameAll } from '../../../src/compute/export/renameAll';

describe('renaming several files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-rename-'));
    for (const name of ['a', 'b', 'c']) writeFileSync(at(name), name);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);

  it('renames them in turn, so that one may take the place of another', async () => {
    await renameAll([
      { from: at('a'), to: at('old') },
      { from: at('none'), to: at('b'), optional: true },
      { from: at('b'), to: at('a') },
    ]);
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'c', 'old']);
    assert.equal(readFileSync(at('a'), 'utf8'), 'b');
  });

  it('leaves all as it was when one cannot be renamed', async () => {
    const moves = [
      { from: at('a'), to: at('old') },
      { from: at('b'), to: at('a') },
      { from: at('c'), to: at('missing/c') },
    ];
    await assert.rejects(renameAll(moves), { code: 'ENOENT' });
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'b', 'c']);
    for (const name of ['a', 'b', 'c']) assert.equal(readFileSync(at(name), 'utf8'), name);
  });
});
