import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { endOfStruct } from '../../../src/data/parquet/thrift';
import { assertDataError, contextIn, folderOf, planOf, removeFolders, rows } from './support';

/** Files as pyarrow writes them (`makeTables.py`). */
const fixtures = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'tables.json'), 'utf8'),
) as { tables: Record<string, string>; lz4: string; odd: string };
const bytes = (base64: string) => Buffer.from(base64, 'base64');

const load = (file: Uint8Array, given: Record<string, unknown> = {}) =>
  loadDataset(
    planOf('parquet', { file: 't', test: 0, ...given }),
    contextIn(folderOf({ t: file })),
  );

const features = [
  [0.5, 1, 1, 1, 1, 1],
  [-1.25, 2, -2, 2, 2, 0],
  [3, 2, 3, 3, 3, 1],
  [4, 2, 4, 2 ** 40, 4, 1],
  [5, 2, 5, 5, 5, 0],
  [6, 1e-3, 6, 6, 2 ** 32 - 1, 0],
].map((row) => row.map(Math.fround));

describe('source parquet', () => {
  after(removeFolders);

  for (const [how, file] of Object.entries(fixtures.tables)) {
    it(`reads a table saved with ${how}`, async () => {
      const context = contextIn(folderOf({ t: bytes(file) }));
      const plan = planOf('parquet', { file: 't', test: 0 });
      const data = await loadDataset(plan, context);
      assert.deepEqual(data.target, { kind: 'classes', names: ['cat', 'dog', 'élan'] });
      const { inputs, targets } = rows(data.splits.train, 6, 3);
      assert.deepEqual(inputs, features);
      assert.deepEqual(
        targets.map((row) => row.indexOf(1)),
        [0, 1, 0, 2, 0, 1],
      );
      assert.deepEqual(await probe(plan, context), {
        inputShape: [6],
        kind: 'classes',
        targets: 3,
        samples: { train: 6, test: 0 },
      });
    });
  }

  const table = bytes(fixtures.tables.snappy);
  const odd = bytes(fixtures.odd);

  it('takes columns by name, several values, truth values as classes, rows as steps', async () => {
    const several = await load(table, { target: ['double', 'byte'], features: ['long'] });
    assert.deepEqual(several.target, { kind: 'values', names: ['double', 'byte'] });
    assert.deepEqual(rows(several.splits.train, 1, 2).targets[1], [2, -2]);
    const truth = await load(table, { target: ['truth'], features: ['single'] });
    assert.deepEqual(truth.target.names, ['false', 'true']);
    const series = await load(table, {
      target: ['byte'],
      features: ['single'],
      steps: 4,
      task: 'values',
    });
    assert.deepEqual([series.inputShape, series.target.steps], [[4, 1], 4]);
  });

  it('leaves steps without a target where there is none', async () => {
    const given = { target: ['y'], features: ['lists'], steps: 3 };
    await assertDataError(load(odd, given), 'bad-format', 'lists');
    const words = { target: ['gaps'], sequence: 'words', features: ['y'], task: 'values' };
    await assertDataError(load(odd, words), 'bad-format', 'row 2', '`y`', 'missing');
    const gaps = await load(table, { target: ['kind'], sequence: 'truth', features: ['single'] });
    assert.deepEqual([gaps.inputShape, gaps.splits.train.count], [[3, 1], 2]);
  });

  const footer = table.length - 8;
  const changed = (at: number, ...values: number[]) => {
    const copy = Buffer.from(table);
    values.forEach((value, i) => (copy[at + i] = value));
    return copy;
  };
  const bad: readonly (readonly [
    string,
    Uint8Array,
    Record<string, unknown>,
    DataErrorCode,
    ...string[],
  ])[] = [
    ['nothing', Buffer.alloc(0), {}, 'bad-format', 'not a Parquet file'],
    ['another file', Buffer.from('a,b\n1,2\n3,4\n'), {}, 'bad-format', 'not a Parquet file'],
    ['a file cut off', table.subarray(0, -5), {}, 'bad-format', 'not a Parquet file'],
    ['a description of nowhere', changed(footer, 255, 255, 255, 0), {}, 'bad-format', 'cannot be'],
    ['another compression', bytes(fixtures.lz4), {}, 'bad-format', 'LZ4', 'SNAPPY'],
    [
      'a missing feature',
      odd,
      { target: ['words'], features: ['gaps'] },
      'bad-format',
      'row 2',
      '`gaps`',
      'missing',
    ],
    ['a missing target', odd, { target: ['y'], features: ['gaps'] }, 'bad-format', 'missing'],
    [
      'words among the features',
      odd,
      { target: ['y'], features: ['words'] },
      'bad-format',
      'row 1',
      '`a` is not a number',
    ],
    [
      'lists',
      odd,
      { target: ['words'], features: ['lists'] },
      'bad-format',
      'column `lists`',
      'a column for each',
    ],
    ['an unknown column', odd, { target: ['z'] }, 'bad-format', 'no column `z`', '`gaps`'],
  ];
  for (const [what, file, given, code, ...parts] of bad)
    it(`reports ${what}`, () => assertDataError(load(file, given), code, ...parts));

  it('throws typed errors alone, whatever byte is damaged', async () => {
    for (let at = 4; at < table.length; at += 7) {
      const file = changed(at, table[at] ^ 0xff, table[at + 1] ^ 0x5a);
      await load(file).catch((error: Error) => assert.equal(error.name, 'DataError', error.stack));
    }
  });
});

describe('structures of Thrift', () => {
  const nested = (depth: number) =>
    Buffer.from([...Array<number>(depth).fill(0x1c), ...Array<number>(depth + 1).fill(0)]);
  it('end where their stop is', () => {
    assert.equal(
      endOfStruct(Buffer.of(0x15, 0x02, 0x18, 2, 65, 66, 0x19, 0x23, 1, 2, 0, 9), 0),
      11,
    );
    assert.equal(endOfStruct(nested(9), 0), 19);
  });
  const bad: readonly (readonly [string, Buffer])[] = [
    ['end too early', Buffer.of(0x15)],
    ['are nested too deeply', nested(1000)],
    ['have a number without end', Buffer.from([0x16, ...Array<number>(64).fill(0xff)])],
    ['have a list of more than there is', Buffer.of(0x19, 0xf3, 0xff, 0xff, 0xff, 0x7f, 0)],
    ['have a text behind their end', Buffer.of(0x18, 100, 0)],
    ['have a map', Buffer.of(0x1b, 0, 0)],
  ];
  for (const [what, content] of bad)
    it(`are refused that ${what}`, () => assert.throws(() => endOfStruct(content, 0), RangeError));
});
