import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connectCore } from '../../../src/compute/client/client';
import { networkCell } from '../notebooks';
import { outsideBundles } from '../outsideBundles';
import { Workspace } from '../support';

describe('a verb from a file outside the product', function () {
  this.timeout(60_000);
  const workspace = new Workspace();

  const { cli, core } = outsideBundles();

  /** Of 3 maps with 5 × 5 weights, and of 10 units that read 8 × 8 of each. */
  const parameters = 3 * (25 + 1) + 10 * (3 * 64 + 1);
  const cells = [networkCell, 'weigh Net {\n  bits 16\n}'];
  const run = (...options: string[]) =>
    spawnSync(process.execPath, [cli, 'run', 'net.dnn', ...options], {
      cwd: workspace.folder,
      encoding: 'utf8',
    });

  it('is run by `dnn run`, as text and as JSON', () => {
    workspace.notebook(cells);
    const { status, stdout, stderr } = run();
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const bytes = 2 * parameters;
    assert.equal(stdout, `Net weighs ${bytes} bytes\n`);
    assert.deepEqual(JSON.parse(run('--json').stdout), {
      event: 'weight',
      result: { network: 'Net', bytes },
    });
  });

  it('takes settings of its own from the command line', () => {
    workspace.notebook(cells);
    const { stdout } = run('--set', 'bits=8');
    assert.equal(stdout, `Net weighs ${parameters} bytes\n`);
  });

  it('is a job of the core that tells how it goes', async () => {
    const notebook = workspace.notebook(cells);
    const client = await connectCore({
      workspace: workspace.folder,
      mode: 'private',
      corePath: core,
    });
    try {
      const told: unknown[] = [];
      client.onEvent(({ run, event }) => told.push([run, event.event]));
      const result = await client.request('perform', { notebook, action: 0, id: 'mine' });
      assert.deepEqual(result, { network: 'Net', bytes: 2 * parameters });
      assert.deepEqual([...new Set(told.map(String))], ['mine,progress']);
      await assert.rejects(client.request('perform', { notebook, action: 1, id: 'none' }), {
        code: 'no-action',
      });
    } finally {
      await client.close();
    }
  });
});
