import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateNames } from '../../../src/views/templates';
import { bundles, cliPath, repository, Workspace } from '../support';

describe('examples/templates', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();

  for (const name of templateNames) {
    it(`${name} runs from its first cell to its last, on less data`, () => {
      const text = readFileSync(join(repository, `examples/templates/${name}.dnn`), 'utf8')
        .replaceAll(/\btrain: \d{4}/g, 'train: 400')
        .replaceAll(/\bepochs \d+/g, 'epochs 1')
        .replaceAll(/\bsplit validation \d{3,}/g, 'split validation 50');
      const file = join(workspace.folder, `${name}.dnn`);
      writeFileSync(file, text);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [cliPath, 'run', file, '--device', 'cpu'],
        { cwd: workspace.folder, encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^(Done|Stopped early)/m);
    });
  }
});
