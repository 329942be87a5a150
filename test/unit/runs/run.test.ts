import assert from 'node:assert/strict';
import { RunLock } from '../../../src/runs/lock';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../../src/runs/compare';
import type { RunEvent } from '../../../src/runs/events';
import { latestRun, listRuns } from '../../../src/runs/list';
import { keepModel, keptModel, pruneModels } from '../../../src/runs/models';
import { keepReport } from '../../../src/runs/reports';
import { appendMetric } from '../../../src/runs/metrics';
import { beginRun, openRun, runsFolder } from '../../../src/runs/run';
import { here } from '../../../src/runs/trainer';
import { stateOf } from '../../../src/runs/state';
import { isTemporary, temporaryFor } from '../../../src/runs/temporary';
import { checkpointAt, description, newRun, temporaryFolder } from './support';

const start = (step: number): RunEvent => ({
  event: 'start',
  run: 'r',
  network: 'Net',
  data: 'points',
  device: 'cpu',
  epochs: 2,
  stepsPerEpoch: 2,
  batch: 1,
  samples: 2,
  step,
  steps: 4,
  measures: [],
  seed: 3,
});
const checkpoint = (step: number): RunEvent => ({ event: 'checkpoint', step, file: `${step}` });
const epoch = (step: number): RunEvent => ({
  event: 'epoch',
  epoch: 1,
  step,
  train: { loss: 1 },
  rate: 0.1,
  seconds: 1,
});

/** The names in a folder that may not be there yet. */
const readdirNow = (path: string) => (existsSync(path) ? readdirSync(path) : []);

describe('run folder', () => {
  const folder = temporaryFolder();

  it('is readable by name, git-ignored and keeps the notebook as it was', async () => {
    const run = await newRun(description(folder.path), new Date('2026-01-02T15:04:05.678Z'));
    const lock = await RunLock.take(run.folder);
    assert.match(run.id, /^20260102-150405-Net-[0-9a-f]{4}$/);
    assert.equal(run.folder, join(folder.path, '.dnn', 'runs', run.id));
    assert.equal(readFileSync(join(folder.path, '.dnn', '.gitignore'), 'utf8'), '*\n');
    const opened = await openRun(run.folder);
    lock.release();
    assert.deepEqual(opened.manifest, run.manifest);
    assert.equal(await opened.notebookText(), '---\ndnn: 1\n---\n');
    assert.equal(opened.notebookPath, join(folder.path, 'a.dnn'));
  });

  it('is found by notebook and network, newest first; unreadable ones are left out', async () => {
    const base = description(folder.path);
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    const first = await newRun(base, at(1));
    const second = await newRun({ ...base, network: 'Other' }, at(2));
    const third = await newRun(base, at(3));
    const elsewhere = { ...base.notebook, path: join(folder.path, 'b.dnn') };
    await newRun({ ...base, notebook: elsewhere }, at(4));
    const broken = await newRun(base, at(5));
    writeFileSync(join(broken.folder, 'run.json'), '{');
    const { path } = base.notebook;
    const ids = (await listRuns(path)).map(({ id }) => id);
    assert.deepEqual(ids, [third.id, second.id, first.id]);
    assert.equal((await latestRun(path, 'Other'))?.id, second.id);
    assert.equal(await latestRun(path, 'None'), undefined);
    await assert.rejects(openRun(broken.folder), { code: 'unreadable-run' });
    await assert.rejects(openRun(join(folder.path, 'nowhere')), { code: 'no-run' });
  });

  it('shows a run as running while someone holds its lock, else as interrupted', async () => {
    const run = await newRun(description(folder.path));
    const shown = async () => (await openRun(run.folder)).manifest.status;
    const lock = await RunLock.take(run.folder);
    assert.equal(await shown(), 'running');
    lock.release(); // its process goes on
    assert.equal(await shown(), 'interrupted');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const trainer = here();
    mkdirSync(join(run.folder, 'lock'));
    const file = join(run.folder, 'lock', 'gone.json');
    for (const [holder, status] of [
      [{ ...trainer, pid }, 'interrupted'],
      [{ ...trainer, pid: process.ppid, began: 'another time' }, 'interrupted'],
      [{ pid, host: 'elsewhere' }, 'running'],
    ] as const) {
      if (process.platform !== 'linux' && 'began' in holder) continue; // the system does not tell
      writeFileSync(file, JSON.stringify({ ...holder, since: new Date().toISOString() }));
      assert.equal(await shown(), status);
    }
  });

  it('is held by its process from the moment it can be seen', async () => {
    for (let round = 0; round < 20; round++) {
      const runs = runsFolder(join(folder.path, 'a.dnn'));
      const before = new Set(readdirNow(runs));
      let seen = 0;
      let begun = false;
      const watch = async () => {
        while (!begun || seen === 0) {
          const added = readdirNow(runs).filter((name) => !isTemporary(name) && !before.has(name));
          for (const name of added) {
            seen++;
            assert.equal((await openRun(join(runs, name))).manifest.status, 'running');
            await assert.rejects(RunLock.take(join(runs, name)), { code: 'still-running' });
          }
          await new Promise(setImmediate);
        }
      };
      const beginning = beginRun(description(folder.path)).finally(() => (begun = true));
      const [{ lock }] = await Promise.all([beginning, watch()]);
      lock.release();
    }
  });

  it('that ends while it is looked at never shows as interrupted', async () => {
    for (let moments = 0; moments < 60; moments++) {
      const { run, lock } = await beginRun(description(folder.path));
      const file = join(run.folder, 'run.json');
      const opening = openRun(run.folder);
      for (let i = 0; i < moments; i++) await new Promise(setImmediate);
      const ended = { ...run.manifest, status: 'done' };
      writeFileSync(`${file}.new`, JSON.stringify(ended));
      renameSync(`${file}.new`, file);
      lock.release();
      const { status } = (await opening).manifest;
      assert.ok(['running', 'done'].includes(status), `${status} after ${moments} moments`);
    }
  });

  it('is as recorded when a change could not be', async () => {
    const run = await newRun(description(folder.path));
    const { manifest } = run;
    renameSync(run.folder, `${run.folder}.away`);
    await assert.rejects(run.update({ changes: [{ step: 1, rate: 9 }] }), { code: 'write-failed' });
    renameSync(`${run.folder}.away`, run.folder);
    assert.deepEqual(run.manifest, manifest);
    await run.update({ step: 5 });
    assert.deepEqual((await openRun(run.folder)).manifest.changes, []);
  });

  it('that cannot be made leaves nothing behind', async () => {
    const runs = join(folder.path, '.dnn', 'runs');
    const unwritable = { ...description(folder.path), seed: 3n as unknown as number };
    await assert.rejects(newRun(unwritable), { code: 'write-failed' });
    assert.deepEqual(readdirSync(runs), []);
  });

  it('stands where its metrics say when it did not end in order', async () => {
    const { run, lock } = await beginRun(description(folder.path));
    run.append(start(0));
    run.append(epoch(2));
    run.append({ event: 'paused', step: 3 });
    const stands = { step: 2, epoch: 1, seconds: 1, scores: { train: { loss: 1 } } };
    assert.deepEqual(await stateOf(run), { status: 'paused', ...stands });
    run.append({ event: 'continued', step: 3 });
    assert.deepEqual(await stateOf(run), { status: 'running', ...stands });
    lock.release();
    const opened = await openRun(run.folder);
    assert.deepEqual(await stateOf(opened), { status: 'interrupted', ...stands });
  });

  it('keeps models as long as a run needs them', async () => {
    const hashes = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
    const runs = join(folder.path, '.dnn', 'runs');
    for (const hash of hashes) await keepModel(runs, hash, Uint8Array.of(1));
    const models = [{ file: 'net.onnx', hash: hashes[0] }];
    await newRun({ ...description(folder.path), models });
    mkdirSync(join(runs, 'one that a killed core began'));
    const old = new Date(Date.now() - 3_600_000);
    for (const hash of hashes.slice(0, 2))
      utimesSync(join(folder.path, '.dnn', 'models', `${hash}.onnx`), old, old);
    await pruneModels(runs);
    const kept = await Promise.all(hashes.map((hash) => keptModel(runs, hash)));
    // The third is that of a run about to be made.
    assert.deepEqual(
      kept.map((bytes) => bytes !== undefined),
      [true, false, true],
    );
  });

  describe('that came with a folder from elsewhere', () => {
    const text = 'mine, without a line end';
    const at = (name: string): string => join(folder.path, 'outside', name);
    beforeEach(function () {
      if (process.platform === 'win32') return this.skip();
      mkdirSync(at(''));
      writeFileSync(at('mine.tmp'), text);
      const old = new Date(Date.now() - 3_600_000);
      utimesSync(at('mine.tmp'), old, old);
    });
    const assertUntouched = () => {
      assert.deepEqual(
        readdirSync(at('')).filter((name) => !name.startsWith('step-')),
        ['mine.tmp'],
      );
      assert.equal(readFileSync(at('mine.tmp'), 'utf8'), text);
    };

    for (const link of ['.dnn', '.dnn/runs'])
      it(`makes, lists and clears up nothing through a link of the name ${link}`, async () => {
        const elsewhere = description(join(folder.path, 'elsewhere'));
        const { folder: made } = await newRun(elsewhere);
        const abandoned = temporaryFor(made).replace(/\.\d+-/, '.999999999-');
        writeFileSync(abandoned, text);
        if (link !== '.dnn') mkdirSync(join(folder.path, '.dnn'));
        symlinkSync(join(folder.path, 'elsewhere', link), join(folder.path, link));
        const before = readdirSync(join(made, '..'));

        const { notebook } = description(folder.path);
        await assert.rejects(newRun(description(folder.path)), {
          code: 'linked-folder',
          message: `${join(folder.path, link)} is a symbolic link, which is not followed.`,
        });
        assert.deepEqual(await listRuns(notebook.path), []);
        assert.deepEqual(readdirSync(join(made, '..')), before);
        assert.equal((await listRuns(elsewhere.notebook.path)).length, 1);
        assert.ok(!existsSync(abandoned), 'where no link leads it is removed');
      });

    it('lists no run that is a link', async () => {
      const { folder: made } = await newRun(description(join(folder.path, 'elsewhere')));
      const { notebook } = description(folder.path);
      mkdirSync(join(folder.path, '.dnn', 'runs'), { recursive: true });
      symlinkSync(made, join(folder.path, '.dnn', 'runs', '20260102-150405-Net-ab12'));
      assert.deepEqual(await listRuns(notebook.path), []);
    });

    it('keeps no model in a linked folder of models', async () => {
      mkdirSync(join(folder.path, '.dnn'));
      symlinkSync(at(''), join(folder.path, '.dnn', 'models'));
      const kept = keepModel(join(folder.path, '.dnn', 'runs'), 'a'.repeat(64), Buffer.from('x'));
      await assert.rejects(kept, { code: 'linked-folder' });
      assertUntouched();
    });

    it('belongs to no notebook of another folder', async () => {
      const run = await newRun(description(folder.path));
      const file = join(run.folder, 'run.json');
      for (const name of ['../b.dnn', '/b.dnn', '..', 'b/../../c.dnn']) {
        const notebook = { ...run.manifest.notebook, file: name };
        writeFileSync(file, JSON.stringify({ ...run.manifest, notebook }));
        await assert.rejects(openRun(run.folder), { code: 'unreadable-run' });
      }
    });

    it('writes through no link of the name .gitignore', async () => {
      mkdirSync(join(folder.path, '.dnn'));
      symlinkSync(at('mine.tmp'), join(folder.path, '.dnn', '.gitignore'));
      await newRun(description(folder.path));
      assertUntouched();
    });

    it('appends to no link of the name metrics.jsonl, and cuts nothing off there', async () => {
      const run = await newRun(description(folder.path));
      symlinkSync(at('mine.tmp'), join(run.folder, 'metrics.jsonl'));
      await run.reopen('cpu');
      assert.throws(() => run.append(checkpoint(1)), { code: 'write-failed', message: /link/ });
      assertUntouched();
    });

    it('removes nothing from a linked folder of models', async () => {
      await newRun(description(folder.path));
      symlinkSync(at(''), join(folder.path, '.dnn', 'models'));
      await pruneModels(join(folder.path, '.dnn', 'runs'));
      assertUntouched();
    });

    it('removes nothing but checkpoints from a linked folder of checkpoints', async () => {
      const run = await newRun(description(folder.path));
      rmSync(join(run.folder, 'checkpoints'), { recursive: true });
      symlinkSync(at(''), join(run.folder, 'checkpoints'));
      for (const step of [1, 2, 3, 4]) await run.saveCheckpoint(checkpointAt(step));
      assertUntouched();
    });
  });

  it('ignores a torn last line of metrics and goes on after it', async () => {
    const run = await newRun(description(folder.path));
    run.append(start(0));
    run.append(checkpoint(1));
    appendFileSync(join(run.folder, 'metrics.jsonl'), '{"event":"checkpoint","st');
    assert.deepEqual(await run.events(), [start(0), checkpoint(1)]);
    await run.reopen('cpu');
    run.append(checkpoint(2));
    assert.deepEqual(await run.events(), [start(0), checkpoint(1), checkpoint(2)]);
  });

  it('reads metrics of any size, and mends them at their end alone', async function () {
    this.timeout(30_000);
    const run = await newRun(description(folder.path));
    const file = join(run.folder, 'metrics.jsonl');
    run.append(start(0));
    run.append(checkpoint(1));
    // More than fits a string of Node.js: zeros, as after a power failure, that take no room on the disk.
    const { size } = statSync(file);
    truncateSync(file, 540_000_000);
    assert.deepEqual(await run.events(), [start(0), checkpoint(1)]);
    await run.reopen('cpu');
    assert.equal(statSync(file).size, size);
    run.append(checkpoint(2));
    assert.deepEqual(await run.events(), [start(0), checkpoint(1), checkpoint(2)]);
  });

  it('whose metrics cannot be read is listed as its manifest has it', async () => {
    const run = await newRun(description(folder.path));
    mkdirSync(join(run.folder, 'metrics.jsonl'));
    await assert.rejects(run.events(), { code: 'unreadable-run' });
    assert.equal((await stateOf(run)).status, 'running');
  });

  it('that was removed is not made again', async () => {
    const run = await newRun(description(folder.path));
    rmSync(run.folder, { recursive: true });
    const gone = { code: 'write-failed', message: /its folder does not exist/ };
    await assert.rejects(run.saveCheckpoint(checkpointAt(1)), gone);
    await assert.rejects(keepReport(run.folder, 'inspection', {}, {}), gone);
    await assert.rejects(run.update({ step: 1 }), gone);
    assert.throws(() => run.append(checkpoint(1)), gone);
    assert.ok(!existsSync(run.folder));
  });

  it('made after the clock went back is the newest all the same', async () => {
    const base = description(folder.path);
    const before = await newRun(base, new Date('2030-01-01T00:00:00Z'));
    const after = await newRun(base, new Date('2026-01-01T00:00:00Z'));
    assert.equal((await latestRun(base.notebook.path, 'Net'))?.id, after.id);
    assert.ok(after.id > before.id);
  });

  it('voids what was recorded after the checkpoint a resume started from', async () => {
    const run = await newRun(description(folder.path));
    for (const event of [start(0), epoch(2), checkpoint(2), epoch(4), start(2), epoch(4)])
      run.append(event);
    const expected = [start(0), epoch(2), checkpoint(2), start(2), epoch(4)];
    assert.deepEqual(await run.events(), expected);
  });

  it('voids everything when it begins anew from a checkpoint before the first step', async () => {
    const run = await newRun(description(folder.path));
    for (const event of [start(0), checkpoint(0), epoch(2), start(0), epoch(2)]) run.append(event);
    assert.deepEqual(await run.events(), [start(0), checkpoint(0), start(0), epoch(2)]);
  });

  it('voids changes and pauses from the step of a resume on: they are told again', async () => {
    const run = await newRun(description(folder.path));
    const changed = (step: number) =>
      ({ event: 'changed', step, what: 'rate', old: 0.1, new: 0.05 }) as const;
    const paused = { event: 'paused', step: 4 } as const;
    for (const event of [start(0), changed(3), changed(4), paused, start(4), changed(4)])
      run.append(event);
    assert.deepEqual(await run.events(), [start(0), changed(3), start(4), changed(4)]);
  });

  it('says so when the disk is full', function () {
    if (!existsSync('/dev/full')) return this.skip();
    const full = { code: 'disk-full', name: 'RunError' };
    assert.throws(() => appendMetric('/dev/full', start(0)), full);
  });

  it('loses nothing that follows a line of which the disk took a part', function () {
    if (process.platform === 'win32') return this.skip();
    const file = join(folder.path, 'metrics.jsonl');
    // A limit on the size of files cuts the second line off; /bin/sh counts blocks of 512 bytes.
    const script = `
      const { appendMetric } = require('./src/runs/metrics');
      const warning = (message) => ({ event: 'warning', message });
      appendMetric(process.env.FILE, warning('first'));
      try { appendMetric(process.env.FILE, warning('x'.repeat(600))); }
      catch (error) { console.log(error.code); }
      appendMetric(process.env.FILE, warning('last'));`;
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 1; exec "$0" --require tsx/cjs -e "$1"', process.execPath, script],
      { encoding: 'utf8', env: { ...process.env, FILE: file, TSX_DISABLE_CACHE: '1' } },
    );
    assert.equal(stdout, 'disk-full\n', stderr);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { message: string }).message),
      ['first', 'last'],
    );
  });

  it('keeps its checkpoints', async () => {
    const run = await newRun(description(folder.path));
    await run.saveCheckpoint(checkpointAt(5));
    assert.equal((await run.newestCheckpoint())?.state.step, 5);
  });

  it('compares runs setting by setting and score by score', async () => {
    const base = description(folder.path);
    const a = await newRun(base);
    const b = await newRun({ ...base, settings: { ...base.settings, epochs: 9 } });
    await b.update({ scores: { test: { loss: 0.5, accuracy: 0.9 } } });
    await b.update({
      changes: [
        { step: 8, rate: 0.05 },
        { step: 20, epochs: 9, stop: null },
      ],
    });
    const rows = new Map(
      compareRuns([a.manifest, b.manifest]).map((row) => [row.name, row] as const),
    );
    assert.deepEqual(rows.get('epochs'), { name: 'epochs', values: [4, 9], differs: true });
    assert.deepEqual(rows.get('optimizer')?.differs, false);
    const changes = 'rate 0.05 from step 9; epochs 9 from step 21; stop none from step 21';
    assert.deepEqual(rows.get('changes')?.values, [undefined, changes]);
    assert.deepEqual(rows.get('test accuracy')?.values, [undefined, 0.9]);
  });
});
