import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeAtomic } from '../../../src/runs/atomic';
import { listRuns, runsIn } from '../../../src/runs/list';
import { runsFolder } from '../../../src/runs/run';
import { isTemporary, removeAbandoned, temporaryFor } from '../../../src/runs/temporary';
import { description, newRun, temporaryFolder } from './support';

/** Ends after it has printed a temporary name, or stays until its input ends. */
const script = `
  const { temporaryFor } = require('./src/runs/temporary');
  for (const file of process.argv.slice(1)) console.log(temporaryFor(file));`;
const node = (files: readonly string[], rest = '') =>
  [process.execPath, ['--require', 'tsx/cjs', '-e', script + rest, ...files]] as const;
const namesOfGone = (...files: string[]): string[] =>
  spawnSync(...node(files), { encoding: 'utf8' })
    .stdout.trim()
    .split('\n');

describe('what a killed process was writing', () => {
  const folder = temporaryFolder();
  const left = () => readdirSync(folder.path).map((name) => basename(name));

  it('is removed by the next write in its folder, whoever else is writing there', async () => {
    const file = join(folder.path, 'run.json');
    const other = spawn(...node([file], 'process.stdin.resume();'));
    const [name] = (await once(other.stdout, 'data')) as [Buffer];
    const theirs = name.toString().trim();
    const ours = temporaryFor(file);
    const foreign = ours.replace(/-[0-9a-f]{8}-/, '-00000000-');
    for (const path of [...namesOfGone(file), theirs, ours, foreign]) writeFileSync(path, 'a part');
    writeFileSync(join(folder.path, 'mine.tmp'), 'of the user');
    await writeAtomic(file, '{}');
    const living = [theirs, ours, foreign].map((path) => basename(path));
    assert.deepEqual(left().sort(), [...living, 'mine.tmp', 'run.json'].sort());
    other.stdin.end();
    await once(other, 'close');
    const old = new Date(Date.now() - 48 * 3_600_000);
    utimesSync(foreign, old, old);
    await removeAbandoned(folder.path);
    assert.deepEqual(left().sort(), [basename(ours), 'mine.tmp', 'run.json'].sort());
  });

  it('is removed when runs are listed, from every folder of a run', async () => {
    const run = await newRun(description(folder.path));
    const runs = runsFolder(description(folder.path).notebook.path);
    mkdirSync(join(run.folder, 'reports'));
    const parts = ['run.json', 'checkpoints/a.safetensors', 'reports/a.json'];
    const [unfinished, ...files] = namesOfGone(
      join(runs, 'a-run-being-made'),
      ...parts.map((part) => join(run.folder, part)),
    );
    mkdirSync(join(unfinished, 'checkpoints'), { recursive: true });
    for (const file of files) writeFileSync(file, 'a part');
    assert.deepEqual(
      (await runsIn(runs)).map(({ id }) => id),
      [run.id],
    );
    const names = readdirSync(runs, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      names.filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('that is a run being made is no run yet, however far it has come', async () => {
    const base = description(folder.path);
    const run = await newRun(base);
    const making = temporaryFor(run.folder);
    mkdirSync(making);
    writeFileSync(join(making, 'run.json'), JSON.stringify(run.manifest));
    assert.deepEqual(
      (await listRuns(base.notebook.path)).map(({ folder }) => folder),
      [run.folder],
    );
    assert.ok(readdirSync(runsFolder(base.notebook.path)).includes(basename(making)));
  });
});

describe('names of 300 letters', () => {
  const folder = temporaryFolder();

  for (const [what, letter] of [
    ['of one byte', 'n'],
    ['of three bytes', '網'],
  ] as const)
    it(`${what} are shortened between characters in the name of a run’s folder`, async () => {
      const network = letter.repeat(300);
      const run = await newRun({ ...description(folder.path), network });
      assert.match(run.id, new RegExp(`^\\d{8}-\\d{6}-${letter}{20,60}-[0-9a-f]{4}$`, 'u'));
      const [listed] = await listRuns(description(folder.path).notebook.path);
      assert.equal(listed.manifest.network, network);
    });

  it('of 255 bytes, the longest there are, can be written', async () => {
    const name = `${'n'.repeat(250)}.onnx`;
    await writeAtomic(join(folder.path, name), 'model');
    assert.deepEqual(readdirSync(folder.path), [name]);
    assert.ok(isTemporary(temporaryFor(name)));
  });

  it('above that are refused with what to do', async () => {
    await assert.rejects(writeAtomic(join(folder.path, 'n'.repeat(300)), 'model'), {
      code: 'write-failed',
      message: /: its name or path is too long\.$/,
      hint: /^Choose a shorter one/,
    });
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
