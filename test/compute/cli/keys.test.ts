import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { listRuns } from '../../../src/runs/list';
import { notebookCells } from '../notebooks';
import { bundles, cliPath, Workspace } from '../support';

describe('keys in a terminal', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  before(function () {
    const script = spawnSync('script', ['--version'], { encoding: 'utf8' });
    if (!script.stdout?.includes('util-linux')) {
      console.log('      there is no `script` of util-linux to make a terminal with');
      this.skip();
    }
  });

  /** Runs `dnn train` in a terminal; each key is pressed when its text has been shown. */
  function inTerminal(keys: readonly (readonly [after: string, key: string])[]) {
    const child = spawn(
      'script',
      ['-qec', `${process.execPath} ${cliPath} train net.dnn`, '/dev/null'],
      {
        cwd: workspace.folder,
        env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
      },
    );
    let screen = '';
    let pressed = 0;
    let seen = 0;
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      screen += part;
      const [after, key] = keys[pressed] ?? [];
      if (after === undefined || !screen.includes(after, seen)) return;
      seen = screen.length;
      pressed++;
      child.stdin.write(key);
    });
    return new Promise<{ code: number | null; screen: string }>((resolve) =>
      child.once('close', (code) => resolve({ code, screen })),
    );
  }

  const endless = () =>
    workspace.notebook(
      notebookCells().map((cell) =>
        cell.replace('epochs 3', 'epochs 4000').replace('schedule cosine', ''),
      ),
    );

  it('pause, change the rate, go on, and make the epoch the last one', async () => {
    const { path } = endless();
    const { code, screen } = await inTerminal([
      ['p pause   + rate', '?'],
      ['Ctrl-C  stop after', 'p'],
      ['paused at step', '+'],
      ['rate 0.01 → 0.02', '-'],
      ['rate 0.02 → 0.01', '+'],
      ['rate 0.01 → 0.02', 'p'],
      ['resumed at step', 's'],
    ]);
    assert.equal(code, 0, screen);
    assert.match(screen, /epochs 4000 → \d+ from step/);
    assert.match(screen, /Done[^:\n]*: \d+ epochs/);
    const [{ manifest }] = await listRuns(path);
    assert.deepEqual(
      manifest.changes.map(({ rate, lastEpoch }) => rate ?? lastEpoch),
      [0.02, 0.01, 0.02, manifest.epoch],
    );
  });

  it('Ctrl-C still keeps a checkpoint and ends with 130', async () => {
    const { path } = endless();
    const { code, screen } = await inTerminal([['p pause', '\u0003']]);
    assert.equal(code, 130, screen);
    assert.equal((await listRuns(path))[0].manifest.status, 'interrupted');
  });
});
