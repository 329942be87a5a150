import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { available, RecordedCommand, type Recorder, type Recording } from '../sockets';
import { bundles, cliPath, Workspace } from '../support';

/** Milliseconds of training: ONNX Runtime’s telemetry looks its host up 10 s after it is loaded. */
const longEnough = 13_000;

const places = ['home', 'cache', 'temporary', 'runtime'];

/** What the product keeps in the home folder. */
const own =
  /^(home|cache)[/\\](.*[/\\])?dnn-notebook([/\\]|$)|^home[/\\](\.cache|Library([/\\]Caches)?)$/;

describe('no telemetry', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();
  const folderOf = (name: string) => join(workspace.folder, name);

  /** As on the machine of a user: with CI ONNX Runtime collects nothing. */
  function environment(): NodeJS.ProcessEnv {
    for (const name of places) mkdirSync(folderOf(name), { recursive: true });
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
    delete env.CI;
    delete env.ORT_DISABLE_TELEMETRY;
    return env;
  }

  /** Runs a command until it ends, or until `during` does; it opens no socket and leaves no file that is not its own. */
  async function assertPrivate(
    args: readonly string[],
    during: (command: RecordedCommand) => Promise<void> = () => Promise.resolve(),
  ): Promise<Recording> {
    const command = new RecordedCommand(
      [process.execPath, cliPath, ...args],
      environment(),
      workspace.folder,
    );
    command.child.stdout!.resume();
    await during(command);
    const recording = await command.recording();

    assert.deepEqual(recording.sockets, []);
    const left = places.flatMap((name) =>
      readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(name, file),
      ),
    );
    assert.deepEqual(
      left.filter((file) => !own.test(file)),
      [],
    );
    return recording;
  }

  before(() => {
    if (available.size === 0)
      console.log('      no recorder of sockets here: only files are looked for');
  });

  it('opens no socket to a network and leaves no file but its own: a training', async () => {
    const cells = [dataCell, networkCell, trainCell().replace('epochs 3', 'epochs 100000')];
    const { path } = workspace.notebook(cells);
    const { sawOwn } = await assertPrivate(['train', path, '--json'], async (command) => {
      await new Promise<void>((resolve) => {
        command.child.stdout!.on('data', (part: Buffer) => {
          if (part.includes('"event":"start"')) resolve();
        });
      });
      await sleep(longEnough);
      command.interrupt();
    });
    assert.equal(sawOwn, available.size > 0, 'the recorder sees the socket to the core');
  });

  it('opens no socket to a network and leaves no file but its own: an export', async () => {
    const { path } = workspace.notebook();
    execFileSync(process.execPath, [cliPath, 'train', path, '--quiet', '--set', 'epochs=1']);
    await assertPrivate(['export', path, 'Net', join(dirname(path), 'net.onnx')]);
  });

  it('opens no socket to a network and leaves no file but its own: trials of devices', async () => {
    const { processes } = await assertPrivate(['devices']);
    const trials = [...processes.values()].filter((line) => / trial /.test(line));
    assert.equal(trials.length > 0, available.has('open files'), 'the recorder sees the trials');
  });

  it('opens no socket to a network and leaves no file but its own: a check', async () => {
    await assertPrivate(['check', workspace.notebook().path]);
  });

  describe('the recorder', () => {
    const server = `require('net').createServer().listen(0, '127.0.0.1')`;
    const request = `require('net').connect(9, '127.0.0.1').on('error', () => {})`;
    const wait = 'setTimeout(() => process.exit(), 500)';
    const child = (code: string) =>
      `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { detached: true, stdio: 'ignore' }).unref();`;
    const seen: Record<Recorder, Record<string, string>> = {
      'system calls': { 'a request': request, 'one of a grandchild': `${child(request)}${wait}` },
      'kernel counters': {
        'a request': request,
        'one of a grandchild': `${child(request)}${wait}`,
      },
      'open files': {
        'a server': `${server}; ${wait}`,
        'one of a grandchild': `${child(`${server}; ${wait}`)}${wait}`,
      },
    };
    for (const [recorder, programs] of Object.entries(seen) as [
      Recorder,
      Record<string, string>,
    ][]) {
      for (const [what, program] of Object.entries(programs)) {
        it(`sees ${what} by its ${recorder}`, async function () {
          if (!available.has(recorder)) return this.skip();
          const env = environment();
          const run = async (code: string) => {
            const command = [process.execPath, '-e', code];
            const recorded = new RecordedCommand(
              command,
              env,
              workspace.folder,
              new Set<Recorder>([recorder]),
            );
            return (await recorded.recording()).sockets.length;
          };
          assert.equal(await run(wait), 0);
          assert.notEqual(await run(program), 0);
        });
      }
    }
  });
});
