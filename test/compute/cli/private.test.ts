import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { bundles, cliPath, Workspace } from '../support';

/** Milliseconds of training: ONNX Runtime’s telemetry looks its host up 10 s after it is loaded. */
const longEnough = 13_000;

describe('a training', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();

  it('opens no socket to a network and leaves no file but its own', async () => {
    const cells = [dataCell, networkCell, trainCell().replace('epochs 3', 'epochs 100000')];
    const { path } = workspace.notebook(cells);
    const folderOf = (name: string) => join(workspace.folder, name);
    for (const name of ['home', 'cache', 'temporary', 'runtime']) mkdirSync(folderOf(name));
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      HOME: folderOf('home'),
      USERPROFILE: folderOf('home'),
      LOCALAPPDATA: folderOf('cache'),
      XDG_CACHE_HOME: folderOf('cache'),
      XDG_RUNTIME_DIR: folderOf('runtime'),
      TMPDIR: folderOf('temporary'),
      TEMP: folderOf('temporary'),
      TMP: folderOf('temporary'),
    };
    delete env.CI; // with it ONNX Runtime collects nothing
    delete env.ORT_DISABLE_TELEMETRY;
    const record = folderOf('sockets');
    const strace = ['strace', '-f', '-qq', '-e', 'trace=socket', '-o', record];
    const recorder = spawnSync('strace', ['-qq', 'true']).status === 0 ? strace : [];
    if (recorder.length === 0) console.log('      no strace here: only files are looked for');

    const command = [...recorder, process.execPath, cliPath, 'train', path, '--json'];
    const child = spawn(command[0], command.slice(1), {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (part: Buffer) => {
        if (part.includes('"event":"start"')) resolve();
      });
    });
    await sleep(longEnough);
    process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGINT');
    await ended;

    if (recorder.length > 0) {
      const sockets = readFileSync(record, 'utf8').split('\n');
      assert.ok(
        sockets.some((line) => line.includes('AF_UNIX')),
        'the recorder sees that to the core',
      );
      const others = sockets.filter((line) => / socket\(/.test(line) && !line.includes('AF_UNIX'));
      assert.deepEqual(others, []);
    }
    const left = ['home', 'cache', 'temporary', 'runtime'].flatMap((name) =>
      readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(name, file),
      ),
    );
    const own =
      /^(home|cache)[/\\](.*[/\\])?dnn-notebook([/\\]|$)|^home[/\\](\.cache|Library([/\\]Caches)?)$/;
    assert.deepEqual(
      left.filter((file) => !own.test(file)),
      [],
    );
  });
});
