import assert from 'node:assert/strict';
import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { rateSearch } from '../../../src/compute/protocol/protocol';
import { runEvent } from '../../../src/runs/events';
import { listRuns } from '../../../src/runs/list';
import { dataCell, networkCell, notebookCells, trainCell } from '../notebooks';
import { bundles, cliPath, trainerOf, Workspace } from '../support';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const result = z.looseObject({ event: z.enum(['inspected', 'found', 'exported']) });

/** What `run` and `train` write with `--json`: what happens in runs, and the results of other actions. */
const jsonLine = z.union([runEvent, result]);

describe('command line', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();

  /** Runs `dnn` in the workspace; `watch` sees the output as it comes, and may stop the command or stop reading. */
  function dnn(
    args: string | readonly string[],
    watch: (out: string, end: (signal: NodeJS.Signals) => void, leave: () => void) => void = () =>
      undefined,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Ended> {
    const child = spawn(
      process.execPath,
      [cliPath, ...(typeof args === 'string' ? args.split(' ') : args)],
      {
        cwd: workspace.folder,
        env: { ...process.env, ...env },
      },
    );
    const text = { out: '', err: '' };
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text.out += part;
      const leave = () => child.stdout.destroy();
      watch(text.out, (signal) => child.kill(signal), leave);
    });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...text })));
  }

  /** Sends Ctrl-C after the first epoch. */
  function interruptOnce(epoch = '"event":"epoch"'): Parameters<typeof dnn>[1] {
    let sent = false;
    return (out, end) => {
      if (sent || !out.includes(epoch)) return;
      sent = true;
      end('SIGINT');
    };
  }

  const parse = (out: string) =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => jsonLine.parse(JSON.parse(line)));

  const cells = (cell = ''): string[] => [
    ...notebookCells(),
    ...(cell === '' ? [] : [cell]),
    'inspect Net {\n  gradients\n  features C1 on digits.test[3]\n}',
    'export Net to "net.onnx"',
  ];

  describe('exit codes', () => {
    const broken = networkCell.replace('conv(', 'conf(');
    const frozen = networkCell.replace(/(conv|dense)\(\d+/g, '$&, frozen: true');
    const misfit = networkCell.replace('input image[1, 28, 28]', 'input image[1, 2, 2]');
    const table: readonly [string, string, number, RegExp][] = [
      ['check a sound notebook', 'check net.dnn', 0, /no errors/],
      [
        'check with the costs',
        'check net.dnn --cost',
        0,
        /^operations a step +[\d.]+ [kMG]FLOP +forward .*, backward /m,
      ],
      ['check with the layers', 'check net.dnn --table', 0, /^C1 +conv\(3, .*\[3, 8, 8\] +78 /m],
      ['check an unknown word', 'check broken.dnn', 1, /^broken\.dnn:17:7: error: .*`conv`/m],
      ['check a wrong shape', 'check misfit.dnn', 1, /^misfit\.dnn:17:\d+: error: .*\[1, 2, 2\]/m],
      ['check what is no notebook', 'check text.dnn', 1, /^text\.dnn:1:1: error: /m],
      ['check a newer version', 'check newer.dnn', 1, /^newer\.dnn:2:\d+: error: /m],
      ['check a folder', 'check .', 1, /^\.: error: it is a folder/m],
      ['list the runs of no file', 'runs none.dnn', 1, /^none\.dnn: error: there is no such file/m],
      ['check no file', 'check none.dnn', 1, /^none\.dnn: error: there is no such file/m],
      [
        'check several notebooks',
        'check net.dnn broken.dnn',
        1,
        /^net\.dnn: no errors.*^broken\.dnn:17:7/ms,
      ],
      ['check on after what is no notebook', 'check text.dnn net.dnn', 1, /^net\.dnn: no errors/m],
      ['format a formatted notebook', 'format empty.dnn', 0, /nothing to do/],
      ['format what is no notebook', 'format text.dnn net.dnn', 1, /^text\.dnn:1:1: error: /m],
      ['format no file', 'format none.dnn', 1, /^none\.dnn: error: there is no such file/m],
      ['run an unknown word', 'run broken.dnn', 1, /^broken\.dnn:17:7: error: /m],
      ['set what is not there', 'run net.dnn --set steps=5', 2, /the notebook has no `find`/],
      ['set beside a mistake', 'run broken.dnn --set steps=5', 1, /^broken\.dnn:17:7: error: /m],
      ['train what is frozen', 'train frozen.dnn', 1, /^frozen\.dnn:24:7: error: .*nothing to tr/m],
      ['train without data', 'train missing.dnn', 1, /^missing\.dnn:8:3: error: .*nowhere/m],
      ['train what is not trained', 'train net.dnn Other', 1, /no `train` action for `Other`/],
      ['train beyond memory', 'train huge.dnn', 1, /^huge\.dnn:15:1: error: .*memory/m],
      [
        'export before training',
        'export net.dnn Net o.onnx',
        1,
        /has changed or was never trained/,
      ],
      ['export an unknown network', 'export net.dnn Nit o.onnx', 1, /no network `Nit`/],
      [
        'export with no such client',
        'export net.dnn Net o.onnx --with python,rust',
        2,
        /node, web/,
      ],
      ['inspect with fresh parameters', 'inspect net.dnn Net', 0, /freshly initialized/],
      [
        'evaluate a network',
        'inspect net.dnn Net --evaluate --split validation',
        0,
        /^digits\.validation: 64 samples, cross_entropy .*^accuracy .*^macro average .*^C1 +3 /ms,
      ],
      [
        'evaluate a single sample',
        'inspect net.dnn Net --evaluate --sample 3',
        2,
        /'--evaluate' cannot be used with option '--sample/,
      ],
      ['inspect no sample', 'inspect net.dnn Net --sample 100', 1, /no sample 100/],
      ['explain a step', 'explain net.dnn Net --device cpu', 0, /^C1 .*^ +ms .*C1 +forward/ms],
      ['explain without nodes', 'explain net.dnn Net --device cpu --nodes 0', 0, /^By operator/m],
      ['explain an unknown network', 'explain net.dnn Nit', 1, /no network `Nit`/],
      ['train with few passes', 'train net.dnn --passes none --set epochs=1', 0, /^Done/m],
      ['resume no run', 'resume nothing', 1, /no run nothing/],
      ['list no runs', 'runs net.dnn', 0, /No runs/],
      ['compare one run', 'runs --compare one', 2, /two runs/],
      ['compare and prune runs', 'runs --prune --compare a b', 2, /Use one of/],
      ['prune without --prune', 'runs --yes', 2, /--keep and --yes belong to --prune/],
      ['prune no runs', 'runs --prune', 0, /Nothing to remove/],
      ['export no run', 'runs --export out', 2, /needs a run/],
      ['export a run that is not there', 'runs nothing --export out', 1, /no run nothing/],
      ['export the runs of an untrained notebook', 'runs net.dnn --export out', 0, /No runs/],
      ['devices', 'devices', 0, /^cpu +yes/m],
      ['help', '--help', 0, /Usage: dnn/],
      ['version', '--version', 0, /^\d+\.\d+\.\d+/],
      ['no command', 'fly', 2, /unknown command/],
      ['no file named', 'train', 2, /missing required argument/],
      ['no such option', 'train net.dnn --fast', 2, /unknown option/],
      ['no such device', 'train net.dnn --device abacus', 2, /abacus/],
      [
        'no such pass',
        'train net.dnn --passes blockLayot',
        2,
        /Unknown pass `blockLayot`.*blockLayout/s,
      ],
      [
        'resume with a setting',
        'resume nothing --set epochs=2',
        2,
        /`--set` and `--seed` cannot be used/,
      ],
      ['run no cells', 'run empty.dnn', 0, /contains no actions/],
      ['run a split of everything', 'run split.dnn', 1, /^split\.dnn:9:3: error: .*leaves no sam/m],
      [
        'run to look at no sample',
        'run sample.dnn',
        1,
        /^sample\.dnn:\d+:18: error: .*no sample 64/m,
      ],
      ['no number', 'train net.dnn --seed x', 2, /whole number/],
      ['no value', 'train net.dnn --set epochs', 2, /NAME=VALUE/],
      ['no such setting', 'train net.dnn --set speed=9', 2, /speed/],
      [
        'a value that is refused',
        'check net.dnn --set epochs=-1',
        2,
        /^error: --set epochs=-1: .*0/m,
      ],
      ['a value without sense', 'check broken.dnn --set epochs=-1', 1, /^broken\.dnn:17:7: error/m],
      ['a device that is not here', 'train net.dnn --device webgpu', 3, /`webgpu`/],
    ];
    for (const [what, args, code, expected] of table) {
      it(`${code}: ${what}`, async () => {
        workspace.notebook(cells());
        workspace.notebook([dataCell, broken, trainCell()], 'broken.dnn');
        workspace.notebook([dataCell, frozen, trainCell()], 'frozen.dnn');
        workspace.notebook([dataCell, misfit, trainCell()], 'misfit.dnn');
        const missing = dataCell.replace(/source .*/, 'source idx("nowhere")');
        workspace.notebook([missing, networkCell, trainCell()], 'missing.dnn');
        const huge = networkCell.replace(
          /output: .*/,
          'dense(2000000)\n  dense(1000)\n  output: dense(10) softmax',
        );
        workspace.notebook([dataCell, huge, trainCell()], 'huge.dnn');
        writeFileSync(join(workspace.folder, 'text.dnn'), 'Dear diary\n');
        writeFileSync(join(workspace.folder, 'empty.dnn'), '---\ndnn: 1\n---\n');
        const split = dataCell.replace(/validation \d+/, 'validation 100000');
        workspace.notebook([split, networkCell, trainCell()], 'split.dnn');
        const sample = 'inspect Net {\n  features C1 on digits.test[64000]\n}';
        workspace.notebook([...notebookCells(), sample], 'sample.dnn');
        writeFileSync(join(workspace.folder, 'newer.dnn'), '---\ndnn: 999\n---\n');
        const {
          code: actual,
          out,
          err,
        } = await dnn(args, undefined, { VK_ICD_FILENAMES: '/nowhere' });
        assert.match(out + err, expected);
        assert.equal(actual, code, out + err);
        assert.ok(!/\n {4}at /.test(out + err), 'no stack traces');
        assert.ok(!/\x1b\[/.test(out + err), 'no colours in a pipe');
      });
    }
  });

  describe('format', () => {
    const tidy = notebookCells().map((cell) => cell.replace(/^ +\n/gm, ''));
    const untidy = tidy.map((cell) => cell.replace(/^ +/gm, '\t'));
    const file = () => join(workspace.folder, 'net.dnn');

    it('writes the notebook in place, with its permissions, through a link', async () => {
      const { text } = workspace.notebook(tidy);
      workspace.notebook(untidy);
      chmodSync(file(), 0o640);
      symlinkSync('net.dnn', join(workspace.folder, 'link.dnn'));
      const { code, out } = await dnn('format link.dnn');
      assert.deepEqual([code, out], [0, 'link.dnn: formatted\n']);
      assert.equal(readFileSync(file(), 'utf8'), text);
      assert.equal(statSync(file()).mode & 0o777, 0o640);
      assert.deepEqual(readdirSync(workspace.folder).sort(), ['link.dnn', 'net.dnn']);
    });

    it('only tells with --check', async () => {
      const { text } = workspace.notebook(untidy);
      workspace.notebook(tidy, 'tidy.dnn');
      const { code, out, err } = await dnn('format --check tidy.dnn net.dnn');
      assert.deepEqual([code, out, err], [1, 'net.dnn: not formatted\n', '']);
      assert.equal(readFileSync(file(), 'utf8'), text);
      const json = await dnn('format --check --json net.dnn');
      assert.deepEqual(JSON.parse(json.out), { event: 'unformatted', file: 'net.dnn' });
    });
  });

  it('check --watch: checks at once and after each change, until Ctrl-C', async () => {
    workspace.notebook();
    let step = 0;
    const { code, out, err } = await dnn('check net.dnn --watch', (out, end) => {
      const checks = out.split('Waiting for changes').length - 1;
      if (step === 0 && checks === 1) {
        step = 1;
        workspace.notebook(notebookCells().map((cell) => cell.replace('conv(', 'conf(')));
      } else if (step === 1 && checks === 2) {
        step = 2;
        end('SIGINT');
      }
    });
    assert.deepEqual([code, err], [130, '']);
    assert.match(out, /^net\.dnn: no errors\n.*^net\.dnn:17:7: error: .*`conf`/ms);
  });

  it('export: makes the folder, or says at the action why there can be none', async () => {
    const to = (file: string) => [...notebookCells(), `export Net to "${file}"`];
    workspace.notebook(to('models/deep/net.onnx'), 'deep.dnn');
    const deep = await dnn('run deep.dnn --device cpu --set epochs=1');
    assert.equal(deep.code, 0, deep.err);
    assert.ok(existsSync(join(workspace.folder, 'models/deep/net.onnx')));
    workspace.notebook(to('deep.dnn/net.onnx'), 'file.dnn');
    const { code, err } = await dnn('run file.dnn --device cpu --set epochs=1');
    assert.match(err, /^file\.dnn:\d+:1: error: Could not write .*net\.onnx: .*\.$/m);
    assert.doesNotMatch(err, /\.tmp/);
    assert.equal(code, 1);
  });

  it('run: trains, inspects and exports, told in JSON line by line', async () => {
    workspace.notebook(cells());
    const { code, out, err } = await dnn('run net.dnn --json --device cpu');
    assert.deepEqual([code, err], [0, '']);
    const events = parse(out);
    const steps = events.filter(({ event }) => event === 'step');
    assert.equal(events[0]?.event, 'start');
    assert.deepEqual(
      steps.slice(0, 10).map((event) => event.event === 'step' && event.step),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    // What is said of so small a training is for test/compute/diagnosis.
    const names = events
      .map(({ event }) => event)
      .filter((name) => name !== 'step' && name !== 'verdicts');
    assert.deepEqual(names, [
      'start',
      ...['epoch', 'examined', 'checkpoint', 'epoch', 'examined', 'checkpoint'],
      ...['epoch', 'checkpoint', 'examined'],
      'done',
      'inspected',
      'exported',
    ]);
    const done = events.find((event) => event.event === 'done')!;
    for (const split of ['train', 'validation', 'test'] as const)
      assert.deepEqual(Object.keys(done[split]!), ['loss', 'accuracy']);
    assert.equal(done.device, 'cpu');
    assert.ok(existsSync(join(workspace.folder, 'net.onnx')));
  });

  it('run: prints scores, a gradient bar for each layer with parameters, and the export', async () => {
    workspace.notebook(cells());
    const { code, out } = await dnn('run net.dnn --device cpu');
    assert.equal(code, 0);
    assert.match(out, /^epoch 3\/3 .*train loss .*validation loss/m);
    assert.match(out, /^C1 +\S+ +[█▉▊▋▌▍▎▏]+ +weight \S+ {2}bias \S+$/m);
    assert.match(out, /^output +\S+ +[█▉▊▋▌▍▎▏]+ +weight/m);
    assert.match(out, /^test +\S+ +\d+\.\d\d%$/m);
    assert.match(out, /^net\.onnx {2}[\d.]+ KiB {2}ONNX opset 17$/m);
    assert.match(out, /inputs +image \[N, 1, 28, 28\]\n +outputs +probabilities \[N, 10\]/);
  });

  it('run: finds a learning rate, and prints curve and suggestion', async () => {
    workspace.notebook([dataCell, networkCell, 'find rate of Net on digits { steps 60 }']);
    const { code, out } = await dnn('run net.dnn');
    assert.equal(code, 0);
    assert.match(out, /Learning rate of Net on digits: adam\(.*\), batches of 32, device cpu/);
    assert.match(out, /← falls fastest/);
    const [, rate] = /Suggested rate: (\S+),/.exec(out) ?? [];
    assert.ok(Number(rate) > 1e-6 && Number(rate) < 1);
    assert.ok(out.includes(`--set optimizer.rate=${rate}`));
    const [event, ...rest] = parse((await dnn('run net.dnn --json')).out);
    assert.deepEqual(rest, []);
    assert.ok(event.event === 'found');
    assert.equal(event.network, 'Net');
    assert.equal(rateSearch.parse(event.report).steepest, Number(rate));
  });

  it('run: Ctrl-C ends a search for a learning rate with the curve so far', async () => {
    const find = (steps: number) => `find rate of Net on digits { steps ${steps} }`;
    workspace.notebook([dataCell, networkCell, find(10), find(100_000)]);
    let isAsked = false;
    const { code, out, err } = await dnn('run net.dnn', (_, end) => {
      if (!isAsked) setTimeout(() => end('SIGINT'), 1000);
      isAsked = true;
    });
    assert.deepEqual([code, err], [130, '']);
    assert.match(
      out.split('Learning rate of Net').at(-1)!,
      /^Stopped at \S+; higher rates were not tried\.$/m,
    );
  });

  it('train: trains only, and --quiet says nothing', async () => {
    workspace.notebook(cells());
    assert.deepEqual(await dnn('train net.dnn Net --quiet'), { code: 0, out: '', err: '' });
    assert.ok(!existsSync(join(workspace.folder, 'net.onnx')));
  });

  it('train: --seed and --set change the run', async () => {
    workspace.notebook(cells());
    const run = async (options: string) =>
      parse((await dnn(`train net.dnn --json ${options}`.trim())).out).filter(
        (event) => event.event === 'step' || event.event === 'done',
      );
    const plain = await run('');
    const seeded = await run('--seed 9');
    const slower = await run('--set optimizer.rate=0.001 --set epochs=1');
    const first = ([event]: typeof plain) => {
      assert.equal(event.event, 'step');
      return event;
    };
    assert.notEqual(first(seeded).values.loss, first(plain).values.loss);
    assert.equal(first(slower).rate, 0.001);
    const last = slower.at(-1)!;
    assert.equal(last.event === 'done' && last.epochs, 1);
  });

  it('Ctrl-C keeps a checkpoint and ends with 130; resume goes on from it', async () => {
    workspace.notebook(cells());
    const stopped = await dnn('train net.dnn --json --set epochs=400', interruptOnce());
    assert.equal(stopped.code, 130, stopped.err);
    const last = parse(stopped.out).at(-1)!;
    assert.ok(last.event === 'done' && last.reason === 'interrupted');
    const resumed = await dnn(`resume ${last.run} --json`, interruptOnce());
    const [start] = parse(resumed.out);
    assert.ok(start?.event === 'start' && start.step === last.steps);
    assert.equal(resumed.code, 130);
    const { out } = await dnn(`runs --compare ${last.run} ${last.run}`);
    assert.match(out, /status stopped, .*validation loss \d/);
  });

  it('says which run can be resumed when the core is killed, with 3', async () => {
    workspace.notebook(cells());
    const finished = await dnn('train net.dnn --json');
    assert.equal(finished.code, 0);
    const runs = join(workspace.folder, '.dnn', 'runs');
    const [earlier] = readdirSync(runs);
    const manifest = readFileSync(join(runs, earlier, 'run.json'), 'utf8');
    let killed = false;
    let id = '';
    const { code, out } = await dnn('train net.dnn --json --set epochs=400', (text) => {
      if (killed || !text.includes('"event":"checkpoint"')) return;
      killed = true;
      id = readdirSync(runs).find((name) => name !== earlier)!;
      process.kill(trainerOf(join(runs, id)), 'SIGKILL');
    });
    assert.equal(code, 3);
    const last = parse(out).at(-1)!;
    assert.ok(last.event === 'error' && last.code === 'core-lost');
    assert.match(last.message, /SIGKILL/);
    const kept = readdirSync(join(runs, id, 'checkpoints')).some((name) => /rs$/.test(name));
    const way = kept
      ? `To continue from the last checkpoint: \`dnn resume ${id}\``
      : 'There is no checkpoint yet; train again.';
    assert.equal(last.hint, way);
    assert.equal(readFileSync(join(runs, earlier, 'run.json'), 'utf8'), manifest);
  });

  it('ends with 130 when a signal ends the core before it can answer', async () => {
    workspace.notebook(cells());
    let pid = 0;
    const { code, err } = await dnn('train net.dnn --json --set epochs=400', (text, end) => {
      if (pid > 0 || !text.includes('"event":"checkpoint"')) return;
      const runs = join(workspace.folder, '.dnn', 'runs');
      pid = trainerOf(join(runs, readdirSync(runs)[0]));
      process.kill(pid, 'SIGSTOP');
      end('SIGTERM');
      setTimeout(() => process.kill(pid, 'SIGKILL'), 300);
    });
    assert.deepEqual([code, err], [130, '']);
  });

  it('ends as with Ctrl-C, and silently, when nobody reads the output any more', async () => {
    const { path } = workspace.notebook(cells());
    const { code, err } = await dnn('train net.dnn --json --set epochs=400', (out, _, leave) => {
      if (out.includes('"event":"epoch"')) leave();
    });
    assert.deepEqual([code, err], [130, '']);
    const [run] = await listRuns(path);
    assert.equal(run.manifest.status, 'interrupted');
    assert.ok(await run.newestCheckpoint());
  });

  it('says that a disk has no space for the output', function () {
    if (!existsSync('/dev/full')) this.skip();
    workspace.notebook(cells());
    const full = openSync('/dev/full', 'w');
    const stdio: StdioOptions = ['ignore', full, 'pipe'];
    const options = { cwd: workspace.folder, encoding: 'utf8', stdio } as const;
    const { status, stderr } = spawnSync(process.execPath, [cliPath, 'check', 'net.dnn'], options);
    closeSync(full);
    assert.deepEqual([status, /no space left/.test(stderr)], [130, true], stderr);
  });

  it('names a run of a notebook far below in a way that can be resumed from here', async () => {
    const course = join(workspace.folder, 'course', 'first week');
    mkdirSync(course, { recursive: true });
    const { path } = workspace.notebook(cells());
    renameSync(path, join(course, 'net.dnn'));
    const train = ['train', 'course/first week/net.dnn', '--set', 'epochs=400'];
    const stopped = await dnn(train, interruptOnce('epoch '));
    assert.equal(stopped.code, 130, stopped.err);
    const [, named] = /To continue: `dnn resume (.*)`/.exec(stopped.out) ?? [];
    const shown = await dnn(['resume', named.replaceAll(/["']/g, ''), '--json'], interruptOnce());
    assert.equal(parse(shown.out)[0]?.event, 'start', shown.err);
  });

  it('runs: lists them and compares two', async () => {
    workspace.notebook(cells());
    await dnn('train net.dnn --quiet');
    await dnn('train net.dnn --quiet --set epochs=2');
    const { out } = await dnn('runs net.dnn');
    const ids = out.split('\n').flatMap((line) => /^\d{8}-\d{6}-Net-[0-9a-f]{4}/.exec(line) ?? []);
    assert.equal(ids.length, 2);
    assert.match(out, new RegExp(`^${ids[0]} +done.* +cpu +2 `, 'm'));
    const { out: compared } = await dnn(`runs --compare ${ids[1]} ${ids[0]}`);
    assert.match(compared, /^epochs +3 +2$/m);
    assert.match(compared, /the same: .*seed 5/);
  });
});
