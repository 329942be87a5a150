import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../../src/runs/checkpoint';
import { openRun } from '../../../src/runs/run';
import { writeSafetensors } from '../../../src/runs/safetensorsFile';
import { checkpointAt, description, newRun, temporaryFolder } from './support';

const replacements: Readonly<Record<string, (path: string) => void>> = {
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a link to a device without an end': (path) => symlinkSync('/dev/zero', path),
};

describe('in place of a file of a run', () => {
  const folder = temporaryFolder();

  for (const [what, replace] of Object.entries(replacements)) {
    it(`${what} is neither waited for nor read`, async function () {
      if (!existsSync('/dev/zero')) this.skip();
      const run = await newRun(description(folder.path));
      await run.saveCheckpoint(checkpointAt(1));
      const newest = await run.saveCheckpoint(checkpointAt(2));
      const replaced = (name: string) => {
        rmSync(join(run.folder, name), { force: true });
        replace(join(run.folder, name));
      };
      replaced('metrics.jsonl');
      await assert.rejects(run.events(), { name: 'RunError', message: /metrics\.jsonl/ });
      replaced('notebook.dnn');
      await assert.rejects(run.notebookText(), { name: 'RunError', message: /notebook\.dnn/ });
      replaced(newest.slice(run.folder.length));
      assert.equal((await run.newestCheckpoint())!.state.step, 1);
      replaced('run.json');
      await assert.rejects(openRun(run.folder), { name: 'RunError' });
    });
  }

  it('a checkpoint that does not say where the training stood is damaged', async () => {
    const file = join(folder.path, 'step-00000001.safetensors');
    await writeSafetensors(file, { tensors: new Map(), metadata: { state: '{"step": 1' } });
    await assert.rejects(readCheckpoint(file), { code: 'bad-checkpoint', message: /step-0/ });
  });
});
