import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readAbout, readTags } from '../../../src/runs/about';
import { compareRuns } from '../../../src/runs/compare';
import { openRun } from '../../../src/runs/run';
import { stateOf } from '../../../src/runs/state';
import { description, newRun, temporaryFolder } from './support';

describe('what is said of a run', () => {
  const folder = temporaryFolder();

  it('is kept beside it, changes nothing else of it, and is gone when it is empty', async () => {
    const run = await newRun(description(folder.path));
    const file = join(run.folder, 'about.json');
    const before = readFileSync(join(run.folder, 'run.json'), 'utf8');
    assert.deepEqual(run.about, {});
    await run.describe({ name: ' wide net ', tags: ['a', 'b', 'a'] });
    await run.describe({ note: 'line 1\nline 2' });
    const said = { name: 'wide net', tags: ['a', 'b'], note: 'line 1\nline 2' };
    assert.deepEqual((await openRun(run.folder)).about, said);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), said);
    assert.equal(readFileSync(join(run.folder, 'run.json'), 'utf8'), before);
    await run.describe({ name: '', tags: [], note: ' ' });
    assert.ok(!existsSync(file));
    assert.deepEqual((await openRun(run.folder)).about, {});
    assert.deepEqual(
      readdirSync(run.folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  const bad: Readonly<Record<string, (file: string) => void>> = {
    'no JSON': (file) => writeFileSync(file, '{'),
    'another form': (file) => writeFileSync(file, '{"name":7}'),
    'a name that is too long': (file) => writeFileSync(file, `{"name":"${'x'.repeat(201)}"}`),
    'a file of 300,000 bytes': (file) => writeFileSync(file, `{"name":"x"}${' '.repeat(300_000)}`),
    'a folder': (file) => mkdirSync(file),
    'a link to a device': (file) => symlinkSync('/dev/zero', file),
  };
  for (const [what, make] of Object.entries(bad)) {
    it(`is nothing where the file is ${what}`, async function () {
      if (process.platform === 'win32' && what.includes('link')) return this.skip();
      make(join(folder.path, 'about.json'));
      assert.deepEqual(await readAbout(folder.path), {});
    });
  }

  it('stands in a comparison', async () => {
    const runs = [await newRun(description(folder.path)), await newRun(description(folder.path))];
    await runs[1].describe({ name: 'second', tags: ['x', 'y'] });
    const compared = await Promise.all(
      runs.map(async (run) => ({ ...run.manifest, ...(await stateOf(run)), about: run.about })),
    );
    const said = compareRuns(compared).filter(({ name }) => ['name', 'tags'].includes(name));
    assert.deepEqual(said, [
      { name: 'name', values: [undefined, 'second'], differs: true },
      { name: 'tags', values: [undefined, 'x, y'], differs: true },
    ]);
  });

  it('has tags that are written with commas', () => {
    assert.deepEqual(readTags(' wide net,baseline ,, wide net'), ['wide net', 'baseline']);
  });
});
