import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notebooksIn } from '../../notebooks';
import { bundles, cliPath, repository, Workspace } from '../support';

/** What the notebooks print, trained on less. */
const printed: Readonly<Record<string, readonly RegExp[]>> = {
  'gpt.dnn': [
    /^GPT goes on with text, at temperature 0\.8\n\n[a-z .\n]{300,}/m,
    /at temperature 0\.5\n/,
  ],
  'vit.dnn': [/^test +\d\.\d+ +\d\d\.\d+%/m, /‖∂E\/∂w‖/],
};

describe('examples/modern', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();

  it('are all run here', () => {
    assert.deepEqual(notebooksIn(join(repository, 'examples/modern')), Object.keys(printed).sort());
  });

  for (const [name, expected] of Object.entries(printed))
    it(`${name} runs from its first cell to its last, on less data`, () => {
      const text = readFileSync(join(repository, 'examples/modern', name), 'utf8')
        .replace(/\btrain: \d+/, name === 'gpt.dnn' ? 'train: 20000' : 'train: 600')
        .replace(/\btest: \d+/, name === 'gpt.dnn' ? 'test: 2000' : 'test: 100')
        .replaceAll(/\bepochs \d+/g, 'epochs 1')
        .replace(/\bsplit validation \d+/, 'split validation 50');
      const file = join(workspace.folder, name);
      writeFileSync(file, text);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [cliPath, 'run', file, '--device', 'cpu'],
        { cwd: workspace.folder, encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      for (const pattern of expected) assert.match(stdout, pattern);
    });
});
