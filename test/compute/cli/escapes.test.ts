import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder } from '../../../src/graph/builder';
import { writeModel } from '../../../src/onnx/write';
import { newRun } from '../../unit/runs/support';
import { dataCell, networkCell } from '../notebooks';
import { bundles, cliPath, Workspace } from '../support';

/** Clears the screen, sets a title, links, goes back to the start of the line, turns the writing around. */
const evil = '\x1b[2J\x1b]0;title\x07\x1b]8;;https://example.org\x1b\\\x9b31m\r\u202e\u2066';
const shown =
  '\\x1b[2J\\x1b]0;title\\x07\\x1b]8;;https://example.org\\x1b\\\\x9b31m\\r\\u202e\\u2066';

describe('terminal escapes', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();

  function dnn(...args: readonly string[]): string {
    const { stdout, stderr } = spawnSync(process.execPath, [cliPath, ...args], {
      cwd: workspace.folder,
      encoding: 'utf8',
    });
    const text = stdout + stderr;
    assert.doesNotMatch(text, /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    return text;
  }

  it('in the text of a notebook are printed visibly', () => {
    workspace.notebook([`network N {\n  input image[4]\n  dense(2) ${evil}\n}`]);
    dnn('check', 'net.dnn', '--json');
    assert.match(dnn('check', 'net.dnn'), /^net\.dnn:\d+:\d+: error: /m);
  });

  it('in names of files are printed visibly, and make no lines of their own', () => {
    const csv = `data t {\n  source csv("no${evil.replaceAll(/[\r\\]/g, '')}.csv")\n  batch 4\n}`;
    workspace.notebook([csv], 'net.dnn');
    assert.match(dnn('check', 'net.dnn'), /no\\x1b\[2J/);
    if (process.platform === 'win32') return;
    workspace.notebook([dataCell, networkCell], `a\nnet.dnn:1:1: error: forged\x1b[2J.dnn`);
    const checked = dnn('check', `a\nnet.dnn:1:1: error: forged\x1b[2J.dnn`);
    assert.doesNotMatch(checked, /^net\.dnn/m);
    assert.doesNotMatch(dnn('check', 'none\nforged: error'), /^forged/m);
  });

  it('in arguments are printed visibly', () => {
    for (const args of [[evil], ['check', `--${evil}`], ['check', 'a.dnn', '--set', `${evil}=1`]])
      assert.ok(dnn(...args).includes('\\x1b[2J'));
  });

  it('in a run’s manifest are printed visibly, in JSON as JSON has them', async () => {
    const { folder } = await newRun({
      notebook: { path: join(workspace.folder, 'net.dnn'), text: '---\ndnn: 1\n---\n' },
      ...{ action: 0, overrides: {}, network: 'Net', networkHash: 'a', data: 'd', dataHash: 'b' },
      normalization: { mean: [0], scale: [1] },
      target: { kind: 'classes', names: ['a'] },
      ...{ seed: 1, device: 'cpu', versions: {}, settings: {}, measures: [] },
    });
    const file = join(folder, 'run.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const settings = { [`loss${evil}`]: `mse${evil}\nforged` };
    writeFileSync(file, JSON.stringify({ ...manifest, device: evil, id: `${evil}\nx`, settings }));
    assert.ok(dnn('runs').includes(shown));
    const again = join(workspace.folder, '.dnn/runs/again');
    mkdirSync(again);
    writeFileSync(join(again, 'run.json'), JSON.stringify({ ...manifest, id: 'b', device: evil }));
    const compared = dnn('runs', '--compare', folder, again);
    assert.ok(compared.includes(shown));
    assert.doesNotMatch(compared, /^forged/m);
    const lines = dnn('runs', '--json').trim().split('\n');
    const devices = lines.map((line) => (JSON.parse(line) as { device: string }).device);
    assert.deepEqual(devices, [evil, evil]);
  });

  it('in the names of a model’s nodes are printed visibly', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['N', 4]);
    graph.output(`y${evil}`, graph.matMul(x, graph.input('k', 'float32', [4, 3])));
    const initializers = new Map([['k', new Float32Array(12)]]);
    const model = writeModel(graph.build(), { name: evil, initializers, documentation: evil });
    writeFileSync(join(workspace.folder, 'product.onnx'), model);
    workspace.notebook(['network N from "product.onnx"', 'export N to "n.onnx"']);
    const text = dnn('run', 'net.dnn', '--device', 'cpu');
    assert.match(text, /n\.onnx .*ONNX opset/);
    assert.match(text, /y\\x1b\[2J/);
    const written = readFileSync(join(workspace.folder, 'n.onnx'), 'latin1');
    assert.doesNotMatch(written, /\x1b/);
  });
});
