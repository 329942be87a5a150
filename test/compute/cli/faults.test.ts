import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listRuns } from '../../../src/runs/list';
import { networkCell, notebookCells } from '../notebooks';
import { bundles, cliPath, Workspace } from '../support';

const isWindows = process.platform === 'win32';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('command line, when something fails', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const long = ['train', 'net.dnn', '--device', 'cpu', '--set', 'epochs=2000'];

  let children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });

  /** Starts `dnn` behind a shell command that ends in `"$@"`; its output goes to `out`. */
  function start(
    args: readonly string[],
    shell = 'exec "$@"',
    out: 'pipe' | 'ignore' | number = 'pipe',
  ): ChildProcess {
    const dnn = [process.execPath, cliPath, ...args];
    const stdio: StdioOptions = ['ignore', out, out];
    const child = spawn('sh', ['-c', shell, 'sh', ...dnn], { cwd: workspace.folder, stdio });
    children.push(child);
    return child;
  }

  const ended = (child: ChildProcess) =>
    new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));

  /** What a command ends with. */
  async function dnn(args: readonly string[], shell?: string) {
    const child = start(args, shell);
    const text = { out: '', err: '' };
    child.stdout!.setEncoding('utf8').on('data', (part: string) => (text.out += part));
    child.stderr!.setEncoding('utf8').on('data', (part: string) => (text.err += part));
    return { code: await ended(child), ...text };
  }

  async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>) {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) {
      const seen = await look();
      if (seen) return seen;
    }
    throw new Error('it did not happen within 30 s');
  }

  /** Waits until the run of a notebook has a checkpoint. */
  const saved = (path: string): Promise<unknown> =>
    until(async () => (await listRuns(path))[0]?.newestCheckpoint());

  /** That a run was ended in order: recorded, with a checkpoint, and nothing unfinished. */
  async function assertInterrupted(path: string): Promise<void> {
    const [run] = await listRuns(path);
    const { status, reason, step } = run.manifest;
    assert.deepEqual([status, reason], ['interrupted', 'interrupted']);
    assert.equal((await run.newestCheckpoint())?.state.step, step);
    const names = readdirSync(run.folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      names.filter((name) => name.endsWith('.tmp')),
      [],
    );
  }

  describe('asked to end', () => {
    before(function () {
      if (isWindows) this.skip();
    });

    let pipe: { reader: number; writer: number };
    /** A pipe that is full, and that nobody reads. */
    beforeEach(() => {
      const path = join(workspace.folder, 'pipe');
      spawnSync('mkfifo', [path]);
      const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
      pipe = { reader, writer: openSync(path, 'w') };
      const page = Buffer.alloc(4096);
      try {
        for (;;) writeSync(reader, page);
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'EAGAIN');
      }
    });
    afterEach(() => {
      for (const end of Object.values(pipe)) closeSync(end);
    });

    for (const signal of signals) {
      it(`by ${signal} it keeps a checkpoint and ends with 130`, async () => {
        const { path } = workspace.notebook();
        const child = start([...long, '--quiet'], undefined, 'ignore');
        await saved(path);
        child.kill(signal);
        // A terminal that is closed tells its shell, which tells the command again.
        if (signal === 'SIGHUP') child.kill(signal);
        assert.equal(await ended(child), 130);
        await assertInterrupted(path);
      });

      it(`by ${signal} it ends with 130 where nothing is trained, though nobody reads its full output`, async function () {
        if (process.platform !== 'linux') return this.skip(); // nobody tells when it listens
        workspace.notebook();
        const child = start(['check', 'net.dnn'], undefined, pipe.writer);
        await until(() => catchesHangup(child.pid!));
        child.kill(signal);
        assert.equal(await ended(child), 130);
      });
    }

    for (const options of [['--json'], []])
      it(`once it keeps a checkpoint and ends with 130, though nobody reads its full output: ${options.join() || 'text'}`, async () => {
        const { path } = workspace.notebook();
        const child = start([...long, ...options], undefined, pipe.writer);
        await saved(path);
        child.kill('SIGINT');
        assert.equal(await ended(child), 130);
        await assertInterrupted(path);
      });

    it('it tells a slow reader everything', async () => {
      const { path } = workspace.notebook();
      const child = start([...long, '--json'], undefined, pipe.writer);
      await saved(path);
      child.kill('SIGINT');
      await until(async () => (await listRuns(path))[0].manifest.status === 'interrupted');
      let out = '';
      const buffer = Buffer.alloc(4096);
      /** What the pipe holds now. */
      const drain = () => {
        try {
          for (let length = 1; length > 0;) {
            length = readSync(pipe.reader, buffer);
            out += buffer.toString('utf8', 0, length);
          }
        } catch (error) {
          assert.equal((error as NodeJS.ErrnoException).code, 'EAGAIN');
        }
      };
      const isOver = ended(child).then(() => true);
      while (!(await Promise.race([isOver, sleep(1, false)]))) drain();
      drain();
      assert.equal(child.exitCode, 130);
      const lines = out.replaceAll('\0', '').trimEnd().split('\n');
      assert.match(lines[0], /^\{"event":"start"/);
      assert.match(lines.at(-1)!, /^\{"event":"done","reason":"interrupted"/);
    });

    // Ctrl-C of a terminal reaches all processes.
    for (const reached of ['the command', 'all its processes'])
      it(`in a long inspection it tells of the samples it has seen, ends with 130 and leaves no process: by SIGINT to ${reached}`, async function () {
        if (process.platform !== 'linux') return this.skip(); // nobody tells what a process has done
        const of = 1_000_000; // of minutes, where nothing stops it
        workspace.notebook([
          `data wave { source sine(train: 8, test: ${of}) }`,
          'network Net {\n  input x[1]\n  dense(2000) relu\n  dense(2000) relu\n  output: dense(1)\n}',
        ]);
        const inspect = ['inspect', 'net.dnn', 'Net', '--device', 'cpu'];
        const child = spawn(process.execPath, [cliPath, ...inspect], {
          cwd: workspace.folder,
          detached: true, // in a group of its own
        });
        children.push(child);
        const text = { out: '', err: '' };
        child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
        child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
        const end = ended(child);
        const core = await until(() => childrenOf(child.pid!).at(0));
        await until(() => processorSeconds(core) > 2);
        process.kill(reached === 'the command' ? child.pid! : -child.pid!, 'SIGINT');
        assert.equal(await end, 130);
        assert.equal(text.err, '');
        const told = /activations over (\S+) of 1,000,000 samples of wave\.test/.exec(text.out);
        assert.ok(Number(told?.[1].replaceAll(',', '')) < of, text.out);
        assert.match(text.out, /^dense_2 .* of 2,000 /m);
        assert.throws(() => process.kill(-child.pid!, 0), { code: 'ESRCH' }, 'its group is empty');
      });

    it('by closing its terminal it keeps a checkpoint and ends with 130', async function () {
      const script = spawnSync('script', ['--version'], { encoding: 'utf8' });
      if (!script.stdout?.includes('util-linux')) return this.skip();
      const { path } = workspace.notebook();
      const code = join(workspace.folder, 'code');
      const inner = [process.execPath, cliPath, ...long].join(' ');
      const child = spawn(
        'script',
        ['-qec', `trap : HUP; ${inner}; echo $? > ${code}`, '/dev/null'],
        { cwd: workspace.folder, stdio: ['pipe', 'ignore', 'ignore'] },
      );
      children.push(child);
      await saved(path);
      child.kill('SIGKILL');
      assert.equal(await until(() => existsSync(code) && readFileSync(code, 'utf8')), '130\n');
      await assertInterrupted(path);
    });
  });

  it('without a standard output does its work and ends with 0', async function () {
    if (isWindows) return this.skip();
    const { path } = workspace.notebook();
    const { code, err } = await dnn(['train', 'net.dnn', '--device', 'cpu'], 'exec "$@" >&-');
    assert.deepEqual([code, err], [0, '']);
    assert.equal((await listRuns(path))[0].manifest.status, 'done');
  });

  it('has its output back in the state it was in', async function () {
    if (process.platform !== 'linux') return this.skip();
    workspace.notebook();
    const flags = 'grep flags /proc/self/fdinfo/1';
    const { out } = await dnn(['check', 'net.dnn', '--quiet'], `${flags}; "$@"; ${flags}`);
    const [before, after] = out.trim().split('\n');
    assert.equal(after, before);
  });

  it('refused files by the system says so, whenever that is, and ends with 3', async function () {
    if (process.platform !== 'linux') return this.skip();
    this.timeout(120_000);
    workspace.notebook();
    const codes = new Set<unknown>();
    for (let files = 20; files <= 30; files += 2) {
      const train = ['train', 'net.dnn', '--device', 'cpu', '--set', 'epochs=1', '--quiet'];
      const { code, err } = await dnn(train, `ulimit -n ${files}; exec "$@"`);
      codes.add(code);
      if (code === 0) continue;
      assert.match(err, /more files|EMFILE|too many open files/, `${files}`);
      assert.match(err, /Raise the limit: `ulimit -n 1024`/);
      assert.doesNotMatch(err, /SIGABRT|Internal error|npm ci|reinstall/);
    }
    assert.ok(codes.has(3));
    assert.deepEqual(
      [...codes].filter((code) => code !== 0),
      [3],
    );
  });

  describe('with names of 300 letters', () => {
    const name = 'n'.repeat(300);
    const tooLong = /error: .*its name or path is too long/;
    const table: readonly [string, readonly string[], RegExp][] = [
      ['a notebook', ['check', `${name}.dnn`], tooLong],
      ['a model', ['check', 'model.dnn'], /^model\.dnn:\d+:\d+: error: cannot find n+\.onnx/m],
      ['a run', ['resume', name], /There is no run n+\./],
      ['an exported file', ['export', 'net.dnn', 'Net', `${name}.onnx`], tooLong],
    ];
    for (const [what, args, expected] of table)
      it(`${what} is refused with a reason, with 1`, async () => {
        workspace.notebook();
        const model = networkCell.replace('Net {', `Net from "${name}.onnx" {`);
        workspace.notebook([model], 'model.dnn');
        if (args[0] === 'export')
          await dnn(['train', 'net.dnn', '--set', 'epochs=0', '--device', 'cpu']);
        const { code, err, out } = await dnn(args);
        assert.equal(code, 1, err);
        assert.match(out + err, expected);
        assert.doesNotMatch(out + err, /Internal error|ENAMETOOLONG/);
      });

    it('a network trains, is exported to the longest name there is, and goes on', async () => {
      const network = '網'.repeat(100); // the longest name a notebook may have: 300 bytes
      const longest = `${'e'.repeat(250)}.onnx`;
      const cells = [...notebookCells(), `export Net to "${longest}"`];
      const { path } = workspace.notebook(cells.map((cell) => cell.replaceAll('Net', network)));
      const { code, err } = await dnn(['run', 'net.dnn', '--device', 'cpu', '--quiet']);
      assert.deepEqual([code, err], [0, '']);
      assert.ok(readdirSync(workspace.folder).includes(longest));
      const [run] = await listRuns(path);
      await run.update({ status: 'interrupted' });
      const resumed = await dnn(['resume', run.id, '--quiet']);
      assert.deepEqual([resumed.code, resumed.err], [0, '']);
    });
  });
});

/** The processes that the first thread of a process has started. */
const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** What a process has computed so far. */
function processorSeconds(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
    .slice(11);
  return (Number(user) + Number(system)) / 100;
}

/** Whether a process listens to SIGHUP, and so to all signals that end it; only Linux tells. */
function catchesHangup(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/SigCgt:.*(\w)/.exec(status)![1]) % 2 === 1;
}
