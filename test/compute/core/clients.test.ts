import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import type { CoreClient } from '../../../src/compute/client/client';
import type { ExportRequestForm } from '../../../src/compute/protocol/exported';
import { clientNames, type ClientName } from '../../../src/program/clients';
import { Random } from '../../../src/random/random';
import { exportedView } from '../../../src/views/results/exported';
import { hasPythonRuntime, runPeer } from '../onnx/peers';
import { bundles, cores, finish, repository, train, Workspace } from '../support';

/** A network, what its clients are given, and the same as numbers. */
interface Case {
  readonly data: string;
  readonly network: string;
  /** Beside the notebook. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly given: readonly string[];
  readonly input: readonly number[];
  /** What the file is like. */
  readonly form?: ExportRequestForm;
  /** The names of what they answer, in the order of the model's output. */
  readonly names: readonly string[];
}

const bytes = (seed: number, count: number): Uint8Array =>
  Uint8Array.from(new Random(seed).fillUniform(new Float32Array(count)), (x) => x * 256);

const pngOf = (data: Uint8Array, size: number, channels: 1 | 3): Uint8Array =>
  encode({ width: size, height: size, data, channels, depth: 8 });

const unit = (data: Uint8Array): number[] => Array.from(data, (byte) => byte / 255);

/** [height, width, channels] as [channels, height, width]. */
const planar = (data: readonly number[]): number[] =>
  [0, 1, 2].flatMap((channel) => data.filter((_, i) => i % 3 === channel));

const digits = [...'0123456789'];
const [grey, coloured] = [bytes(1, 28 * 28), bytes(2, 8 * 8 * 3)];
/** A column whose name would end a string or a comment. */
const nasty = 'a "b" \\ """ */ $' + '{c}';
const sequence = Array.from(bytes(3, 28 * 28), (byte) => byte / 256);

const cases: Readonly<Record<string, Case>> = {
  'a picture in grey': {
    data: 'source digits(train: 100, test: 20)\n  normalize standard',
    network: 'input image[1, 28, 28]\n  output: dense(10) softmax',
    files: { 'given.png': pngOf(grey, 28, 1) },
    given: ['given.png'],
    input: unit(grey),
    names: digits,
  },
  'a picture in colours': {
    data: 'source images("pictures", colour: rgb)\n  normalize standard',
    network: 'input image[3, 8, 8]\n  output: dense(2) softmax',
    files: {
      'given.png': pngOf(coloured, 8, 3),
      ...Object.fromEntries(
        ['cat', 'dog'].flatMap((name, i) =>
          [4, 5, 6].map((seed) => [
            `pictures/${name}/${seed}.png`,
            pngOf(bytes(seed + 10 * i, 192), 8, 3),
          ]),
        ),
      ),
    },
    given: ['given.png'],
    input: planar(unit(coloured)),
    names: ['cat', 'dog'],
  },
  'a row with names': {
    data: 'source csv("table.csv", target: "kind", test: 0.3)\n  normalize standard',
    network: 'input row[2]\n  output: dense(3) softmax',
    files: {
      'table.csv': `width,${`"${nasty.replaceAll('"', '""')}"`},kind\n${Array.from({ length: 30 }, (_, i) => `${i},${-i / 3},${['x', 'y', 'z'][i % 3]}`).join('\n')}\n`,
    },
    given: ['3.25', '-1.5'],
    input: [3.25, -1.5],
    names: ['x', 'y', 'z'],
  },
  'a row of values': {
    data: 'source csv("table.csv", target: "price", test: 0.3)',
    network: 'input row[2]\n  output: dense(1)',
    files: {
      'table.csv': `a,b,price\n${Array.from({ length: 30 }, (_, i) => `${i},${2 * i},${i / 7}`).join('\n')}\n`,
    },
    given: ['0.5,4'],
    input: [0.5, 4],
    names: ['price'],
  },
  'scores of classes': {
    data: 'source spirals(arms: 3, train: 60, test: 30)',
    network: 'input point[2]\n  output: dense(3) softmax',
    form: { logits: true },
    given: ['2', '-3'],
    input: [2, -3],
    names: ['0', '1', '2'],
  },
  'one of two classes': {
    data: 'source boolean(2)',
    network: 'input bits[2]\n  output: dense(1) logistic',
    given: ['1', '0'],
    input: [1, 0],
    names: ['true'],
  },
  'a sequence': {
    data: 'source digits(train: 100, test: 20)\n  transform sequence(rows)',
    network: 'input rows[28, 28]\n  gru(3)\n  output: dense(10) softmax',
    files: {
      'given.csv': Array.from({ length: 28 }, (_, y) =>
        sequence.slice(28 * y, 28 * y + 28).join(','),
      ).join('\n'),
    },
    given: ['given.csv'],
    input: sequence,
    names: digits,
  },
  'a text': {
    data: 'source text("verse.txt", steps: 8)',
    network: 'input text[8]\n  embedding(3, vocabulary: 10)\n  gru(4)\n  output: dense(10) softmax',
    files: { 'verse.txt': 'abcd efgh\n'.repeat(40) },
    given: ['a\nb'],
    input: [1, 1, 1, 1, 1, 2, 0, 3],
    names: ['\\n', ...' abcdefgh'],
  },
};

/** What a client prints: a number and a name on each line. */
const read = (printed: string): ReadonlyMap<string, number> =>
  new Map(
    printed
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => {
        const [, number, percent, name] = /^ *(-?[\d.e+-]+)(%?) {2}(.*)$/.exec(line) ?? [];
        return [name, Number(number) / (percent === '%' ? 100 : 1)] as const;
      }),
  );

/** What a model answers in a session of its own, by the names of its classes or values. */
async function answerOf(file: string, { input, names }: Case) {
  const session = await InferenceSession.create(file);
  const [metadata] = session.inputMetadata;
  assert.ok(metadata.isTensor);
  // What is open besides the batch are the steps.
  const [, ...given] = metadata.shape;
  const known = given.filter((length) => typeof length === 'number').reduce((a, b) => a * b, 1);
  const steps = input.length / known;
  const lengths = [1, ...given.map((length) => (typeof length === 'number' ? length : steps))];
  const samples = new Tensor('float32', Float32Array.from(input), lengths);
  const [output] = session.outputNames;
  const { [output]: answer } = await session.run({ [session.inputNames[0]]: samples });
  return new Map(names.map((name, i) => [name, (answer.data as Float32Array)[i]]));
}

describe('clients', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const python = hasPythonRuntime();
  const inside = (name: string) => join(workspace.folder, name);

  /** Writes a notebook that trains the network, with further cells. */
  function notebookOf(each: Case, ...more: readonly string[]) {
    for (const [name, content] of Object.entries(each.files ?? {})) {
      mkdirSync(dirname(inside(name)), { recursive: true });
      writeFileSync(inside(name), content);
    }
    return workspace.notebook([
      `data samples {\n  ${each.data}\n  batch 8\n}`,
      `network Net {\n  ${each.network}\n}`,
      'train Net on samples {\n  epochs 0\n}',
      ...more,
    ]);
  }

  /** Trains, and exports with clients beside the model. */
  async function exported(each: Case, file: string, clients: ClientName[], core?: CoreClient) {
    const notebook = notebookOf(each);
    const client = core ?? (await open());
    await finish(client, train(notebook));
    return client.request('export', {
      notebook,
      network: 'Net',
      file,
      form: { ...each.form, clients },
    });
  }

  const given = (each: Case) => each.given.map((one) => (/^given\./.test(one) ? inside(one) : one));

  /** What the client for Node.js prints. */
  function runNode(script: string, args: readonly string[]): string {
    symlinkSync(join(repository, 'node_modules'), inside('node_modules'), 'junction');
    const ended = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout;
  }

  function assertAnswers(printed: string, wanted: ReadonlyMap<string, number>): void {
    const found = read(printed);
    assert.deepEqual([...found.keys()].sort(), [...wanted.keys()].sort());
    for (const [name, value] of wanted) {
      // Probabilities have two digits of a percent, others four.
      const rounded = Math.max(5.1e-5, 5.1e-4 * Math.abs(value));
      assert.ok(Math.abs(found.get(name)! - value) < rounded, `${name}: ${printed}, not ${value}`);
    }
  }

  describe('answer as the model does, in Node.js and Python', () => {
    for (const [name, each] of Object.entries(cases))
      it(name, async () => {
        await exported(each, 'net.onnx', python ? ['node', 'python'] : ['node']);
        const wanted = await answerOf(inside('net.onnx'), each);
        assertAnswers(runNode(inside('net.mjs'), given(each)), wanted);
        if (python) assertAnswers(runPeer(inside('net.py'), ...given(each)), wanted);
      });
  });

  for (const name of ['a picture in colours', 'a row with names'])
    it(`normalize where the model does not: ${name}`, async () => {
      const each = cases[name];
      const client = await open();
      await exported(each, 'net.onnx', [], client);
      const wanted = await answerOf(inside('net.onnx'), each);
      const raw = { ...each, form: { raw: true } } as const;
      await exported(raw, 'raw.onnx', ['node', 'python'], client);
      assertAnswers(runNode(inside('raw.mjs'), given(each)), wanted);
      if (python) assertAnswers(runPeer(inside('raw.py'), ...given(each)), wanted);
    });

  it('are what an export of a notebook says, once each', async () => {
    const lines = ['with web', 'with python', 'with web'].join('\n  ');
    const cell = `export Net to "net.onnx" {\n  ${lines}\n}`;
    const notebook = notebookOf(cases['one of two classes'], cell);
    const client = await open();
    await finish(client, train(notebook));
    const done = await client.request('perform', { notebook, action: 1, id: 'export' });
    assert.deepEqual(exportedView.schema.parse(done).clients, ['net.html', 'net.py'].map(inside));
    assert.equal(existsSync(inside('net.mjs')), false);
  });

  it('run beside a model with any name', async () => {
    const each = cases['one of two classes'];
    const name = "it’s '1' #50% of ${c}";
    await exported(each, `${name}.onnx`, ['node', 'web']);
    const wanted = await answerOf(inside(`${name}.onnx`), each);
    assertAnswers(runNode(inside(`${name}.mjs`), given(each)), wanted);
  });

  it('are not written where a script would take the place of a module of Python', async () => {
    const each = cases['one of two classes'];
    const client = await open();
    await assert.rejects(exported(each, 'random.onnx', ['python'], client), { code: 'bad-target' });
    await exported(each, 'random.onnx', ['node'], client);
    await exported(each, 'random1.onnx', ['python'], client);
    assert.deepEqual(
      readdirSync(workspace.folder).filter((name) => name.startsWith('random')),
      ['random.mjs', 'random.onnx', 'random1.onnx', 'random1.py'],
    );
  });

  it('are some twenty lines, whatever they read', async () => {
    const client = await open();
    for (const [name, each] of Object.entries(cases)) {
      await exported(each, 'net.onnx', ['python', 'node'], client);
      for (const file of ['net.py', 'net.mjs']) {
        const lines = readFileSync(inside(file), 'utf8').trimEnd().split('\n');
        assert.ok(lines.length <= 25, `${file} of ${name}: ${lines.length}`);
      }
    }
  });

  it('say which columns a row has', async () => {
    await exported(cases['a row with names'], 'net.onnx', ['python', 'node']);
    const escaped = nasty.replace(/["\\]/g, '\\$&');
    const usage = (file: string) => /Usage: .*/.exec(readFileSync(inside(file), 'utf8'))?.[0];
    assert.equal(usage('net.mjs'), `Usage:  node net.mjs NUMBERS  (2: width, ${nasty})`);
    assert.equal(usage('net.py'), `Usage:  python net.py NUMBERS  (2: width, ${escaped})`);
  });

  it('take the place of earlier ones, and of nothing else', async () => {
    const each = cases['one of two classes'];
    const client = await open();
    const files = ['net.py', 'net.mjs', 'net.html'].map(inside);
    const again = () => exported(each, 'net.onnx', [...clientNames], client);
    assert.deepEqual((await again()).clients, files);
    assert.deepEqual((await again()).clients, files);
    const model = readFileSync(inside('net.onnx'));
    for (const file of files) {
      const kept = readFileSync(file);
      writeFileSync(file, 'mine');
      await assert.rejects(again(), { code: 'bad-target' });
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      assert.deepEqual(readFileSync(inside('net.onnx')), model);
      writeFileSync(file, kept);
    }
  });
});
