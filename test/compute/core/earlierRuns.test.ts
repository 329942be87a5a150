import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openRun } from '../../../src/runs/run';
import { bundles, cliPath, cores, finish, repository, resume, Workspace } from '../support';

describe('a run that an earlier version began', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const fixture = (name: string) => join(repository, 'test/fixtures/runs', name);
  const folderOf = (name: string) => join(workspace.folder, '.dnn/runs', name);
  beforeEach(() => {
    for (const name of ['done', 'interrupted'])
      cpSync(fixture(name), folderOf(name), { recursive: true });
    cpSync(join(fixture('done'), 'notebook.dnn'), join(workspace.folder, 'earlier.dnn'));
  });

  it('is resumed within an epoch, and ends as that version ended it', async () => {
    const { run, end } = await finish(await open(), resume(folderOf('interrupted')));
    const done = await openRun(fixture('done'));
    assert.ok(end.event === 'done' && end.reason === 'completed', JSON.stringify(end));
    assert.equal(end.steps, 50);
    const near = (found: number, expected: number, what: string) =>
      assert.ok(
        Math.abs(found - expected) < 1e-3 * Math.max(1, Math.abs(expected)),
        `${what} is ${found}, was ${expected}`,
      );
    for (const split of ['train', 'validation', 'test'] as const)
      for (const [name, score] of Object.entries(done.manifest.scores![split]!))
        near(end[split]![name], score, `${split} ${name}`);
    // The sums of the unfinished epoch went on, too: it is told as that version told it.
    const epochs = async (of: typeof run) =>
      (await of.events()).filter((event) => event.event === 'epoch');
    const [found, expected] = [await epochs(run), await epochs(done)];
    assert.equal(found.length, 5);
    for (const [i, { train, rate }] of expected.entries()) {
      near(found[i].train.loss, train.loss, `loss of epoch ${i + 1}`);
      near(found[i].train.accuracy, train.accuracy, `accuracy of epoch ${i + 1}`);
      near(found[i].rate!, rate!, `rate of epoch ${i + 1}`);
    }
    const { tensors } = (await done.newestCheckpoint())!;
    const newest = (await run.newestCheckpoint())!;
    assert.deepEqual([...newest.tensors.keys()].sort(), [...tensors.keys()].sort());
    for (const [key, { data }] of tensors)
      data.forEach((number, i) => near(newest.tensors.get(key)!.data[i], number, `${key}[${i}]`));
  });

  it('is listed and compared in the terminal', () => {
    const dnn = (...args: string[]) =>
      execFileSync(process.execPath, [cliPath, 'runs', ...args], {
        cwd: workspace.folder,
        encoding: 'utf8',
      });
    const listed = dnn('earlier.dnn');
    assert.match(listed, /done .*35\.00%/);
    assert.match(listed, /stopped .*10\.00%/);
    assert.match(
      dnn('--compare', folderOf('done'), folderOf('interrupted')),
      /test accuracy +0\.35/,
    );
  });
});
