import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreError } from '../../../src/compute/wire/error';
import type { Manifest } from '../../../src/runs/manifest';
import { runsIn } from '../../../src/runs/list';
import { runsFolder } from '../../../src/runs/run';
import { Random } from '../../../src/random/random';
import { notebookCells } from '../notebooks';
import { bundles, cores, finish, resume, train, values, weights, Workspace } from '../support';

describe('a write of a training that fails', function () {
  this.timeout(240_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  /** One in about half so many writes is tried; codes that are treated alike get fewer. */
  for (const [code, goesOn, everyWrite] of [
    ['ENOSPC', false, 120],
    ['EMFILE', false, 250],
    ['EACCES', false, 250],
    ['EIO', false, 250],
    ['ENOSPC', true, 120],
  ] as const)
    it(`with ${code}${goesOn ? ', and all that follow,' : ''} is told, and the run can go on where it has a checkpoint`, async () => {
      const cells = notebookCells('stop early(patience: 5)');
      const survivor = await open();
      const whole = await finish(survivor, train(workspace.notebook(cells, 'whole.dnn')));
      const expected = [await weights(whole.run), await values(whole.run)];
      const random = new Random(goesOn ? 4 : 3, code);
      for (let write = random.between(1, 20); ; write += random.between(1, everyWrite)) {
        const at = Math.floor(write);
        const notebook = workspace.notebook(cells, `${at}.dnn`);
        const env = {
          FAIL_AT: String(at),
          FAIL_WITH: code,
          ...(goesOn && { FAIL_ON: '' }),
          NODE_OPTIONS: `--import ${join(__dirname, 'failAtWrite.mjs')}`,
        };
        const client = await open({ env });
        const ended = await finish(client, train(notebook)).then(
          ({ end }) => end,
          (error: unknown) => (error as CoreError).failure,
        );
        await client.close();
        const runs = runsFolder(notebook.path);
        const [run] = (await runsIn(runs)).filter(
          ({ manifest }) => manifest.notebook.file === `${at}.dnn`,
        );
        const names = readdirSync(runs, { recursive: true, encoding: 'utf8' });
        assert.deepEqual(
          names.filter((name) => name.endsWith('.tmp')),
          [],
          `write ${at}`,
        );
        if ('event' in ended && ended.event === 'done') {
          assert.equal(run.manifest.status, 'done', `write ${at}`);
          break; // it makes fewer writes
        }
        assert.equal(ended.code, code === 'ENOSPC' ? 'disk-full' : 'write-failed', `write ${at}`);
        assert.equal(ended.exit, 3);
        assert.ok((ended.hint ?? '') !== '');
        if (!run) continue;
        const recorded = JSON.parse(readFileSync(join(run.folder, 'run.json'), 'utf8')) as Manifest;
        if (!goesOn) assert.equal(recorded.status, 'failed', `write ${at}`);
        if (!goesOn) assert.notEqual(recorded.reason ?? '', '', `write ${at}`);
        assert.notEqual(run.manifest.status, 'running', `write ${at}`);
        if (!(await run.newestCheckpoint())) continue;
        const { run: resumed } = await finish(survivor, resume(run.folder));
        assert.deepEqual([await weights(resumed), await values(resumed)], expected, `write ${at}`);
      }
    });
});
