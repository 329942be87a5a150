import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../../src/language/limits';

describe('docs/language.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/language.md'), 'utf8');

  it('lists the limits that hold', () => {
    const [, section] = page.split('\n## Limits\n');
    const listed = [...section.matchAll(/\| ([\d,]+) \|$/gm)].map(([, number]) => number);
    const { mistakes, repeated: _, ...others } = limits;
    const hold = Object.values(others).map((limit) => limit.toLocaleString('en'));
    assert.deepEqual(listed.sort(), hold.sort());
    assert.ok(page.includes(`At most ${mistakes.toLocaleString('en')} errors are listed`));
  });
});
