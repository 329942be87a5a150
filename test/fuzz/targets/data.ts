import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { DataError } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import type { DataPlan } from '../../../src/data/plan';
import type { Random } from '../../../src/random/random';
import { contextIn, idxBytes, planOf, wavBytes } from '../../unit/data/support';
import { inFolder } from '../folder';
import { mutateBytes, pick } from '../mutate';
import { allowingLater, target } from '../target';

const utf8 = (text: string) => new TextEncoder().encode(text);

interface Files {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly plan: DataPlan;
}

const rows = 'length,width,kind\n1,2,a\n3.5,"4",b\n5,6,"c ""d"""\n7,8,a\n';
const cifar = Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i % 3073 === 0 ? 1 : i & 255));
const fixtures = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'arrays.json'), 'utf8'),
) as { arrays: { name: string; file: string }[]; archives: { deflated: string } };
const arrays = (wanted: string) =>
  Buffer.from(fixtures.arrays.find(({ name }) => name === wanted)!.file, 'base64');
const parquet = (
  JSON.parse(readFileSync(join(process.cwd(), 'test', 'fixtures', 'tables.json'), 'utf8')) as {
    tables: Record<string, string>;
  }
).tables;
const png = encodePng({ width: 5, height: 4, channels: 3, data: cifar.slice(1, 61) });
const jpeg = encodeJpeg({ width: 5, height: 4, data: cifar.slice(1, 81) }).data;
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
  { files: { 'a.csv': utf8(rows) }, plan: planOf('csv', { file: 'a.csv', target: ['kind'] }) },
  {
    files: { 'a.txt': utf8('to be or not to be\n'.repeat(9)) },
    plan: planOf('text', { file: 'a.txt' }),
  },
  {
    files: { 'cifar10/data_batch_1.bin': cifar, 'cifar10/test_batch.bin': cifar },
    plan: planOf('cifar10', {}),
  },
  {
    files: { 'pets/cat/a.png': png, 'pets/dog/a.jpg': jpeg },
    plan: planOf('images', { folder: 'pets', size: [4, 4], colour: 'grey' }),
  },
  {
    files: { 'photographs/a.png': png, 'photographs/b.jpg': jpeg },
    plan: planOf('patches', { folder: 'photographs', size: [2, 2], train: 4 }),
  },
  {
    files: {
      'spoken/a_1.wav': wavBytes(Array.from({ length: 90 }, (_, i) => (i * 997) % 4000)),
      'spoken/b_1.wav': wavBytes([1, 2, 3]),
    },
    plan: planOf('wav', { folder: 'spoken', label: '{class}_*', frame: 5, step: 5, mels: 4 }),
  },
  ...['none', 'snappy', 'zstd', 'second version', 'other encodings'].map((how) => ({
    files: { 't.parquet': Buffer.from(parquet[how], 'base64') },
    plan: planOf('parquet', { file: 't.parquet' }),
  })),
  {
    files: { 'x.npy': arrays('<f4 F'), 'y.npy': arrays('<i8 C') },
    plan: planOf('npy', { inputs: 'x.npy', targets: 'y.npy', task: 'values' }),
  },
  {
    files: { 'set.npz': Buffer.from(fixtures.archives.deflated, 'base64') },
    plan: planOf('npz', { file: 'set.npz' }),
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
