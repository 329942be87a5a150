import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DataError, type DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { assertDataError, contextIn, folderOf, idxBytes, planOf, removeFolders } from './support';

type Files = Parameters<typeof folderOf>[0];
type Options = Record<string, unknown>;

const repeated = (bytes: Uint8Array, count: number) =>
  Buffer.concat(Array.from({ length: count }, () => bytes));

/** A gigabyte of one byte in a megabyte; gzip members one after the other are one file. */
const gigabyteOf = (byte: number) => repeated(gzipSync(Buffer.alloc(1 << 24, byte)), 64);
const zeros = gigabyteOf(0);
const letters = gigabyteOf(0x61);

/** What `work` leaves allocated at its highest, and its processor time. */
async function costOf(work: () => Promise<unknown>) {
  const [memory, time] = [process.memoryUsage().rss, process.cpuUsage()];
  let most = 0;
  const look = () => (most = Math.max(most, process.memoryUsage().rss - memory));
  const timer = setInterval(look, 5);
  await work().finally(() => clearInterval(timer));
  look();
  const { user, system } = process.cpuUsage(time);
  return { megabytes: most / 1e6, seconds: (user + system) / 1e6 };
}

const images = idxBytes([2, 1, 2], [0, 255, 51, 102]);
const labels = idxBytes([2], [0, 1]);
const announcing = (...shape: number[]) => idxBytes(shape, []);
const idx = { images: 'i', labels: 'l' };
const cifar = { 'cifar10/data_batch_1.bin': Buffer.alloc(3073) };

const outcome = (action: Promise<unknown>) =>
  action.then(
    () => 'accepted',
    (error: unknown) => (error instanceof DataError ? error.code : String(error)),
  );

describe('a file that unpacks to a gigabyte', () => {
  after(removeFolders);

  const bombs: readonly (readonly [
    string,
    source: string,
    Options,
    Files,
    probed: string,
    loaded: DataErrorCode,
  ])[] = [
    ['zeros for images', 'idx', idx, { i: zeros, l: labels }, 'bad-format', 'bad-format'],
    ['zeros for labels', 'idx', idx, { i: images, l: zeros }, 'bad-format', 'bad-format'],
    [
      'zeros behind labels',
      'idx',
      idx,
      { i: images, l: Buffer.concat([gzipSync(labels), zeros]) },
      'bad-format',
      'bad-format',
    ],
    [
      'zeros behind images',
      'idx',
      idx,
      { i: Buffer.concat([gzipSync(images), zeros]), l: labels },
      'accepted',
      'bad-format',
    ],
    [
      'zeros for photographs',
      'cifar10',
      {},
      { ...cifar, 'cifar10/test_batch.bin': zeros },
      'accepted',
      'bad-format',
    ],
    ['zeros for a table', 'csv', { file: 't' }, { t: zeros }, 'accepted', 'bad-format'],
    ['one line for a table', 'csv', { file: 't' }, { t: letters }, 'accepted', 'bad-format'],
    ['zeros for a text', 'text', { file: 't' }, { t: zeros }, 'accepted', 'bad-format'],
  ];
  for (const [what, source, options, files, probed, loaded] of bombs) {
    it(`is refused as soon as it cannot be right: ${what}`, async () => {
      const context = contextIn(folderOf(files));
      const plan = planOf(source, options);
      const found: string[] = [];
      const { megabytes, seconds } = await costOf(async () => {
        found.push(await outcome(probe(plan, context)), await outcome(loadDataset(plan, context)));
      });
      assert.deepEqual(found, [probed, loaded]);
      assert.ok(megabytes < 400, `${megabytes} MB`);
      assert.ok(seconds < 5, `${seconds} s of processor time`);
    });
  }
});

describe('a header that announces more than is there', () => {
  after(removeFolders);

  const headers: readonly (readonly [string, Files, DataErrorCode, string])[] = [
    [
      '2 GB of images',
      { i: announcing(2 ** 21, 32, 32), l: labels },
      'truncated',
      '0 of the 2147483648',
    ],
    [
      '2 GB of images, packed',
      { i: gzipSync(announcing(2 ** 21, 32, 32)), l: labels },
      'truncated',
      '0 of the',
    ],
    ['2 GB of labels', { i: images, l: announcing(2 ** 31) }, 'truncated', '0 of the'],
    [
      'more than any memory',
      { i: announcing(...Array<number>(255).fill(2 ** 32 - 1)), l: labels },
      'too-large',
      'memory',
    ],
    [
      'nothing, by a zero among huge lengths',
      { i: announcing(...Array<number>(254).fill(2 ** 32 - 1), 0), l: labels },
      'empty',
      'no samples',
    ],
  ];
  for (const [what, files, code, part] of headers) {
    it(`takes no memory for it: ${what}`, async () => {
      const context = contextIn(folderOf(files));
      const { megabytes } = await costOf(() =>
        assertDataError(loadDataset(planOf('idx', idx), context), code, part),
      );
      assert.ok(megabytes < 100, `${megabytes} MB`);
    });
  }
});

describe('files that cannot be read to their end', () => {
  after(removeFolders);

  it('are closed', async function () {
    if (!existsSync('/proc/self/fd')) return this.skip();
    const damaged = Buffer.from(gzipSync(Buffer.alloc(1 << 20, 1)));
    damaged.fill(0xff, 200, 300);
    const cut = gzipSync(Buffer.from(Array.from({ length: 1 << 16 }, (_, i) => i * i))).subarray(
      0,
      5000,
    );
    const folder = folderOf({ d: damaged, c: cut, e: '', l: labels, z: zeros });
    const open = () => readdirSync('/proc/self/fd').length;
    const all = async () => {
      for (const file of ['d', 'c', 'e', 'z']) {
        for (const plan of [
          planOf('csv', { file }),
          planOf('text', { file }),
          planOf('idx', { images: file, labels: 'l' }),
          planOf('idx', { images: 'l', labels: file }),
        ]) {
          await outcome(probe(plan, contextIn(folder)));
          await outcome(loadDataset(plan, contextIn(folder)));
        }
      }
    };
    await all();
    const before = open();
    for (let i = 0; i < 5; i++) await all();
    for (const end = Date.now() + 5000; open() > before && Date.now() < end;) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(open() <= before, `${open() - before} files are left open`);
  });
});

describe('arguments that make no sense', () => {
  after(removeFolders);

  const t = { t: 'a,b\n1,2\n3,4\n' };
  const huge = Number.MAX_SAFE_INTEGER;
  const cases: readonly (readonly [source: string, Options, DataErrorCode, part: string])[] = [
    ...['', '"', '\n', '\r', ';\n', '\0'].map(
      (delimiter) => ['csv', { file: 't', delimiter }, 'bad-format', '`delimiter: ";"`'] as const,
    ),
    ['csv', { file: 't', delimiter: ';;' }, 'bad-format', 'single column'],
    ['csv', { file: 't', delimiter: '\uD800' }, 'bad-format', 'single column'],
    ['csv', { file: 't', test: 1e300 }, 'bad-split', '1e+300'],
    ['csv', { file: 't', target: ['__proto__'] }, 'bad-format', 'no column'],
    ['csv', { file: 't', shape: [huge, huge] }, 'bad-format', 'shape'],
    ['csv', { file: '' }, 'missing-file', 'Cannot find'],
    ['csv', { file: '.' }, 'missing-file', 'Cannot find'],
    ['csv', { file: 't\0' }, 'missing-file', 'Cannot find'],
    ['csv', { file: 'x'.repeat(5000) }, 'missing-file', 'Cannot find'],
    ['idx', { folder: '/dev/null' }, 'missing-file', 'no file'],
    ['text', { file: '/dev/zero' }, 'missing-file', 'no file'],
    ['text', { file: 't', steps: huge }, 'empty', 'too few'],
    ['text', { file: 't', steps: 1, stride: huge, test: 0.9 }, 'empty', 'too few'],
    ['digits', { train: 1e12 }, 'too-large', 'Ask for fewer'],
    ['digits', { train: huge, test: huge }, 'too-large', 'Ask for fewer'],
    ['spirals', { train: 1e12 }, 'too-large', 'Ask for fewer'],
    ['sine', { test: 1e12 }, 'too-large', 'Ask for fewer'],
    ['sine', { steps: 1e12 }, 'too-large', 'shorter'],
    ['sine', { steps: huge, train: huge }, 'too-large', 'shorter'],
    ['mackey_glass', { train: 1e10 }, 'too-large', 'Ask for fewer'],
    ['mackey_glass', { tau: 1e12 }, 'too-large', 'memory'],
    ['mackey_glass', { ahead: 1e12 }, 'too-large', 'memory'],
    ['boolean', { inputs: 3, train: 1e12 }, 'bad-split', '8 rows'],
  ];
  for (const [source, options, code, part] of cases) {
    it(`are refused before memory is taken: ${source}(${JSON.stringify(options).slice(0, 60)})`, async () => {
      const context = contextIn(folderOf(t));
      const { megabytes } = await costOf(() =>
        assertDataError(loadDataset(planOf(source, options), context), code, part),
      );
      assert.ok(megabytes < 100, `${megabytes} MB`);
    });
  }

  it('such as other seeds are taken', async () => {
    for (const seed of [-1, huge, -huge]) {
      await loadDataset(planOf('digits', { train: 10, test: 0, seed }), contextIn('.'));
    }
  });
});
