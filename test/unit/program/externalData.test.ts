import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { keepModels } from '../../../src/compute/notebooks/models';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { modelFiles } from '../../../src/program/modelFiles';

const values = Float32Array.from({ length: 12 }, (_, i) => i / 4);

/** A product with a matrix whose numbers lie in another file. */
function modelWith(external: Readonly<Record<string, string>>): Uint8Array {
  const port = (name: string, length: bigint) => ({
    name,
    type: {
      value: {
        case: 'tensorType' as const,
        value: {
          elemType: 1,
          shape: {
            dim: [
              { value: { case: 'dimParam' as const, value: 'N' } },
              { value: { case: 'dimValue' as const, value: length } },
            ],
          },
        },
      },
    },
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name: 'outside',
      input: [port('x', 4n)],
      output: [port('y', 3n)],
      initializer: [
        {
          name: 'w',
          dataType: 1,
          dims: [4n, 3n],
          dataLocation: 1,
          externalData: Object.entries(external).map(([key, value]) => ({ key, value })),
        },
      ],
      node: [{ opType: 'MatMul', name: 'product', input: ['x', 'w'], output: ['y'] }],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

describe('a model with data in other files', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dnn-external-'));
    folder = join(root, 'models');
    mkdirSync(join(folder, 'part'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const read = modelFilesOf(() => folder);
  const write = (external: Readonly<Record<string, string>>) =>
    writeFileSync(join(folder, 'net.onnx'), modelWith(external));
  /** 8 other bytes, the numbers, and 4 other bytes. */
  const writeData = (file: string, data = values) =>
    writeFileSync(
      file,
      Buffer.concat([Buffer.alloc(8, 255), Buffer.from(data.buffer), Buffer.alloc(4, 255)]),
    );

  it('is read with them, from any folder below its own', () => {
    for (const location of ['w.data', 'part/w.data', './w.data']) {
      write({ location, offset: '8', length: '48' });
      writeData(join(folder, location));
      const [{ values: found }] = importNetwork(read('net.onnx')).parameters;
      assert.deepEqual(found, values);
    }
    write({ location: 'w.data' });
    writeFileSync(join(folder, 'w.data'), Buffer.from(values.buffer));
    assert.deepEqual(importNetwork(read('net.onnx')).parameters[0].values, values);
  });

  it('is the same bytes until one of the files changes', () => {
    write({ location: 'w.data', offset: '8', length: '48' });
    writeData(join(folder, 'w.data'));
    const first = read('net.onnx');
    assert.equal(read('net.onnx'), first);
    writeFileSync(join(folder, 'w.data'), Buffer.alloc(100));
    const second = read('net.onnx');
    assert.notDeepEqual(second, first);
    assert.deepEqual(importNetwork(second).parameters[0].values, new Float32Array(12));
  });

  it('is kept for a run as one file, whose digest is that of all of it', async () => {
    write({ location: 'w.data', offset: '8', length: '48' });
    writeData(join(folder, 'w.data'));
    const path = join(folder, 'net.dnn');
    const text = '---\ndnn: 1\n---\n\n```dnn\nnetwork N from "net.onnx"\n```\n';
    const [{ hash }] = await keepModels(analyzeNotebook({ path, text }, {}));
    rmSync(join(folder, 'w.data'));
    const models = join(folder, '.dnn', 'models');
    assert.deepEqual(readdirSync(models), [`${hash}.onnx`]);
    const copy = readFileSync(join(models, `${hash}.onnx`));
    assert.equal(createHash('sha256').update(copy).digest('hex'), hash);
    assert.deepEqual(importNetwork(copy).parameters[0].values, values);
  });

  const refused: readonly (readonly [
    what: string,
    external: Readonly<Record<string, string>>,
    message: RegExp,
  ])[] = [
    ['a file above', { location: '../w.data' }, /outside the model's folder/],
    ['a file above, from below', { location: 'part/../../w.data' }, /outside the model's folder/],
    ['a file above, as Windows writes it', { location: 'part\\..\\..\\w.data' }, /outside/],
    ['an absolute path', { location: '/etc/hostname' }, /outside the model's folder/],
    ['an absolute path of Windows', { location: 'C:\\w.data' }, /outside the model's folder/],
    ['a link that leads out', { location: 'link' }, /outside the model's folder/],
    ['a folder', { location: 'part' }, /not a regular file/],
    [
      'a file that is not there',
      { location: 'none\u001b[2J' },
      /"none\\u001b\[2J", which is not there/,
    ],
    ['no name', { offset: '0' }, /a file without a name/],
    [
      'more than there is',
      { location: 'w.data', offset: '20', length: '48' },
      /at byte 68 .* has 60/,
    ],
    ['a place behind the end', { location: 'w.data', offset: '61' }, /at byte 61 .* has 60/],
    ['a negative length', { location: 'w.data', length: '-1' }, /the length '-1'/],
    ['an endless length', { location: 'w.data', length: '9'.repeat(30) }, /the length '9+'/],
    ['more than a file may hold', { location: 'w.data', length: '3000000000' }, /2 GiB/],
  ];
  for (const [what, external, message] of refused) {
    it(`is refused when it names ${what}`, () => {
      writeData(join(root, 'w.data'));
      writeData(join(folder, 'w.data'));
      symlinkSync(join(root, 'w.data'), join(folder, 'link'));
      write(external);
      assert.throws(() => read('net.onnx'), { name: 'FileError', message });
    });
  }
});

function modelFilesOf(folder: () => string) {
  return (file: string) =>
    modelFiles({ notebookFolder: folder(), environment: {} }).readModel(file);
}
