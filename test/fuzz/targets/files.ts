import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import type { DataPlan } from '../../../src/data/plan';
import { GraphBuilder } from '../../../src/graph/builder';
import { GraphError } from '../../../src/graph/error';
import { ModelError } from '../../../src/onnx/error';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import type { Random } from '../../../src/random/random';
import { RunError } from '../../../src/runs/error';
import { openRun } from '../../../src/runs/run';
import { decodeSafetensors, encodeSafetensors } from '../../../src/runs/safetensors';
import { contextIn, idxBytes, planOf } from '../../unit/data/support';
import { mutateBytes, pick } from '../mutate';
import { allowing, allowingLater, target } from '../target';

const utf8 = (text: string) => new TextEncoder().encode(text);

function model(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['N', 1, 6, 6]);
  const shapes = { kernel: [2, 1, 3, 3], weight: [8, 4], bias: [4] };
  const [kernel, weight, bias] = Object.entries(shapes).map(([name, shape]) =>
    graph.input(name, 'float32', shape),
  );
  const filtered = graph.add('Relu', [graph.add('Conv', [x, kernel], { pads: [1, 1, 1, 1] })]);
  const pooled = graph.add('MaxPool', [filtered], { kernel_shape: [3, 3], strides: [3, 3] });
  const logits = graph.add('Gemm', [graph.add('Flatten', [pooled]), weight, bias]);
  graph.output('y', graph.add('Softmax', [logits], { axis: 1 }));
  const initializers = new Map(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.5),
    ]),
  );
  return writeModel(graph.build(), { name: 'model', initializers });
}

const whole = model();

/** An ONNX file that was damaged. */
export const onnx = target<Uint8Array>({
  name: 'onnx',
  share: 8,
  make: (random) => mutateBytes(random, whole),
  feed(bytes) {
    allowing([ModelError, GraphError], () => {
      importNetwork(bytes).layers([1, 6, 6]);
    });
  },
});

interface Files {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly plan: DataPlan;
}

const rows = 'length,width,kind\n1,2,a\n3.5,"4",b\n5,6,"c ""d"""\n7,8,a\n';
const cifar = Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i % 3073 === 0 ? 1 : i & 255));
const sound: readonly Files[] = [
  {
    files: {
      'tiny/train-images-idx3-ubyte': idxBytes([3, 1, 2], [0, 255, 51, 102, 153, 204]),
      'tiny/train-labels-idx1-ubyte': idxBytes([3], [0, 2, 1]),
      'tiny/t10k-images-idx3-ubyte': idxBytes([1, 1, 2], [255, 0]),
      'tiny/t10k-labels-idx1-ubyte': idxBytes([1], [2]),
    },
    plan: planOf('idx', { folder: 'tiny' }),
  },
  { files: { 'a.csv': utf8(rows) }, plan: planOf('csv', { file: 'a.csv', target: 'kind' }) },
  {
    files: { 'a.txt': utf8('to be or not to be\n'.repeat(9)) },
    plan: planOf('text', { file: 'a.txt' }),
  },
  {
    files: { 'cifar10/data_batch_1.bin': cifar, 'cifar10/test_batch.bin': cifar },
    plan: planOf('cifar10', {}),
  },
];

/** One of its files damaged, packed or not; before or after packing. */
function damaged(random: Random, { files, plan }: Files): Files {
  const name = pick(random, Object.keys(files));
  const isPacked = random.integer(3) === 0;
  const bytes = files[name];
  const broken = isPacked
    ? random.integer(2) === 0
      ? mutateBytes(random, gzipSync(bytes))
      : gzipSync(mutateBytes(random, bytes))
    : mutateBytes(random, bytes);
  const others = Object.entries(files).filter(([other]) => other !== name);
  return {
    plan,
    files: { ...Object.fromEntries(others), [isPacked ? `${name}.gz` : name]: broken },
  };
}

async function inFolder(
  files: Readonly<Record<string, Uint8Array | string>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-fuzz-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Data files that were damaged: looked at as the editor does, and loaded. */
export const data = target<Files>({
  name: 'data',
  share: 5,
  make: (random) => damaged(random, pick(random, sound)),
  feed: ({ files, plan }) =>
    inFolder(files, async (folder) => {
      await allowingLater([DataError], () => probe(plan, contextIn(folder)));
      await allowingLater([DataError], () => loadDataset(plan, contextIn(folder)));
    }),
});

const tensors = encodeSafetensors({
  tensors: new Map([
    ['C1.weight', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['C1.bias', { shape: [2], data: Float32Array.of(1, 2) }],
  ]),
  metadata: { step: '7' },
});

/** A file of weights that was damaged. */
export const safetensors = target<Uint8Array>({
  name: 'safetensors',
  share: 4,
  make: (random) => mutateBytes(random, tensors),
  feed(bytes) {
    allowing([RunError], () => decodeSafetensors(bytes, 'w.safetensors'));
  },
});

const manifest = utf8(
  JSON.stringify({ version: 1, id: 'a', status: 'running', process: { pid: 1, host: 'h' } }),
);

/** The manifest of a run that was damaged. */
export const run = target<Uint8Array>({
  name: 'run',
  share: 2,
  make: (random) => mutateBytes(random, manifest),
  feed: (bytes) =>
    inFolder({ 'run.json': bytes }, async (folder) => {
      await allowingLater([RunError], () => openRun(folder));
    }),
});
