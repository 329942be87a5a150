import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeModelFile } from '../../../src/compute/export/modelFile';
import { GraphBuilder } from '../../../src/graph/builder';
import { writeModel } from '../../../src/onnx/write';

function modelNamed(name: string): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['N', 4]);
  graph.output('y', graph.matMul(x, graph.input('kernel', 'float32', [4, 3])));
  return writeModel(graph.build(), {
    name,
    initializers: new Map([['kernel', new Float32Array(12)]]),
    metadata: { 'notebook.title': 'Test' },
  });
}

const older = modelNamed('older');
const newer = modelNamed('newer');

describe('a model', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dnn-export-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);

  it('is written to a new file, its folders made', async () => {
    for (const name of ['a.onnx', 'b/c/d.ONNX', '.hidden.onnx']) {
      await writeModelFile(at(name), newer);
      assert.deepEqual(readFileSync(at(name)), Buffer.from(newer));
    }
  });

  it('replaces a model, whose other names keep what they had', async () => {
    writeFileSync(at('a.onnx'), older);
    linkSync(at('a.onnx'), at('kept'));
    await writeModelFile(at('a.onnx'), newer);
    assert.deepEqual(readFileSync(at('a.onnx')), Buffer.from(newer));
    assert.deepEqual(readFileSync(at('kept')), Buffer.from(older));
    assert.deepEqual(readdirSync(folder).sort(), ['a.onnx', 'kept']);
  });

  /** Refuses, and leaves all as it is. */
  async function refuses(name: string, message: RegExp): Promise<void> {
    const before = readdirSync(folder, { recursive: true }).sort();
    await assert.rejects(writeModelFile(at(name), newer), { code: 'bad-target', message });
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
  }

  for (const name of [
    '.bashrc',
    'package.json',
    'net.dnn',
    'net.onnx.sh',
    'net.onnx ',
    'netonnx',
    '.onnx',
    '..onnx',
    'a\n.onnx',
    'a\x1b[31m.onnx',
    'a\0.onnx',
  ]) {
    it(`is not written to ${JSON.stringify(name)}`, () => refuses(name, /./));
  }

  const contents: readonly (readonly [
    what: string,
    bytes: Uint8Array | string,
    message: RegExp,
  ])[] = [
    ['a text', 'alias ls=rm\n', /is not an ONNX model/],
    ['nothing', '', /is empty/],
    ['zeros', new Uint8Array(1000), /is not an ONNX model/],
    ['half a model', older.subarray(0, older.length / 2), /is not an ONNX model/],
    ['a model and more', Buffer.concat([older, Buffer.from('\n#!/bin/sh')]), /is not an ONNX/],
    ['a message without a graph', Uint8Array.of(8, 8), /is not an ONNX model/],
    ['an empty graph', Uint8Array.of(8, 8, 0x3a, 0), /is not an ONNX model/],
  ];
  for (const [what, bytes, message] of contents) {
    it(`does not replace a file that holds ${what}`, async () => {
      writeFileSync(at('a.onnx'), bytes);
      await refuses('a.onnx', message);
      assert.deepEqual(readFileSync(at('a.onnx')), Buffer.from(bytes));
    });
  }

  it('does not replace a folder', async () => {
    mkdirSync(at('a.onnx'));
    await refuses('a.onnx', /is a folder/);
  });

  it('does not follow symbolic links: to a text, to a model, to nothing', async function () {
    if (process.platform === 'win32') return this.skip();
    writeFileSync(at('text'), 'text');
    writeFileSync(at('model'), older);
    for (const target of ['text', 'model', 'none']) {
      symlinkSync(at(target), at(`${target}.onnx`));
      await refuses(`${target}.onnx`, /symbolic link/);
      assert.ok(lstatSync(at(`${target}.onnx`)).isSymbolicLink());
    }
    assert.equal(readFileSync(at('text'), 'utf8'), 'text');
    assert.deepEqual(readFileSync(at('model')), Buffer.from(older));
    assert.equal(existsSync(at('none')), false);
  });

  it('does not wait at a named pipe, and leaves sockets and devices alone', async function () {
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [at('pipe.onnx')]);
    await refuses('pipe.onnx', /not a regular file/);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket.onnx'), resolve));
    await refuses('socket.onnx', /not a regular file/);
    await new Promise((resolve) => server.close(resolve));
    try {
      execFileSync('mknod', [at('null.onnx'), 'c', '1', '3'], { stdio: 'ignore' });
    } catch {
      return; // only root makes devices
    }
    await refuses('null.onnx', /not a regular file/);
    assert.ok(lstatSync(at('null.onnx')).isCharacterDevice());
  });

  it('is not kept waiting by a file of a terabyte, and replaces one that is a model', async function () {
    this.timeout(5000);
    const size = 2 ** 40;
    writeFileSync(at('zeros.onnx'), '');
    writeFileSync(at('model.onnx'), Buffer.concat([older, longField(size)]));
    try {
      truncateSync(at('zeros.onnx'), size);
      truncateSync(at('model.onnx'), older.length + longField(size).length + size);
    } catch {
      return this.skip(); // a file system without holes
    }
    await refuses('zeros.onnx', /is not an ONNX model/);
    await writeModelFile(at('model.onnx'), newer);
    assert.deepEqual(readFileSync(at('model.onnx')), Buffer.from(newer));
  });
});

/** The head of a documentation string (field 6) of so many bytes. */
function longField(size: number): Buffer {
  const bytes = [(6 << 3) | 2];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? 128 + (rest % 128) : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}
