import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { DataErrorCode } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import {
  assertDataError,
  contextIn,
  folderOf,
  planOf,
  realData,
  removeFolders,
  rows,
} from './support';

const load = (text: string | Uint8Array, options: Record<string, unknown> = {}) =>
  loadDataset(
    planOf('csv', { file: 't.csv', test: 0, ...options }),
    contextIn(folderOf({ 't.csv': text })),
  );

describe('source csv', () => {
  after(removeFolders);

  const named = 'width,kind,height\n1,cat,2\n3,dog,4\n5,cat,6\n';
  const expected = {
    inputs: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    targets: [
      [1, 0],
      [0, 1],
      [1, 0],
    ],
  };

  it('takes the named column as target and its words as classes in order', async () => {
    const data = await load(named, { target: ['kind'] });
    assert.deepEqual(data.inputShape, [2]);
    assert.deepEqual(data.target, { kind: 'classes', names: ['cat', 'dog'] });
    assert.deepEqual(rows(data.splits.train, 2, 2), expected);
  });

  for (const [values, levels] of [
    [
      [0, 1, 1],
      [0, 1],
    ],
    [
      [-1, 1, -1],
      [-1, 1],
    ],
    [[0, 1, 0.5], undefined],
    [[0, 1, -1], undefined],
  ] as const) {
    it(`takes the values ${values.join(', ')} for ${levels ? 'answers' : 'numbers'}`, async () => {
      const table = ['x,y', ...values.map((value, i) => `${i},${value}`)].join('\n');
      const { target } = await load(table, { target: ['y'], task: 'values' });
      assert.deepEqual(target, { kind: 'values', names: ['y'], ...(levels && { levels }) });
    });
  }

  const same: Record<string, string | Uint8Array> = {
    semicolons: named.replaceAll(',', ';'),
    tabs: named.replaceAll(',', '\t'),
    bars: named.replaceAll(',', '|'),
    spaces: named.replaceAll(',', ' '),
    gzip: gzipSync(named),
    'a byte order mark': `\ufeff${named}`,
    'Windows line ends': named.replaceAll('\n', '\r\n'),
    'empty lines and blanks': named.replaceAll('\n', '\n\n').replaceAll(',', ' , '),
    quotes: named.replaceAll('cat', '"cat"'),
    'no line end at the end': named.trimEnd(),
  };
  for (const [what, text] of Object.entries(same)) {
    it(`reads a table with ${what}`, async () => {
      const data = await load(text, { target: ['kind'] });
      assert.deepEqual(rows(data.splits.train, 2, 2), expected);
    });
  }

  it('reads a table without header, its target by number', async () => {
    const data = await load('1,cat,2\n3,dog,4\n5,cat,6\n', { target: ['2'] });
    assert.deepEqual(rows(data.splits.train, 2, 2), expected);
  });

  const tasks: [string, string, 'classes' | 'values', string[]][] = [
    ['few whole numbers that repeat', '1,10\n2,2\n3,10\n4,2\n', 'classes', ['2', '10']],
    ['fractions', '1,0.5\n2,1\n3,0.5\n4,1\n', 'values', ['2']],
    ['whole numbers that do not repeat', '1,5\n2,6\n3,7\n4,8\n', 'values', ['2']],
    ['words', '1,b\n2,a\n3,b\n4,a\n', 'classes', ['a', 'b']],
  ];
  for (const [what, text, kind, names] of tasks) {
    it('predicts several columns, in the order given', async () => {
      const text = 'a,x,b,y\n1,10,2,20\n3,30,4,40\n';
      const given = { target: ['y', 'x'], test: 0 };
      const data = await load(text, given);
      assert.deepEqual(data.inputShape, [2]);
      assert.deepEqual(data.target, { kind: 'values', names: ['y', 'x'] });
      assert.deepEqual(rows(data.splits.train, 2, 2), {
        inputs: [
          [1, 2],
          [3, 4],
        ],
        targets: [
          [20, 10],
          [40, 30],
        ],
      });
    });

    it(`takes ${what} for ${kind}`, async () => {
      assert.deepEqual((await load(text)).target, { kind, names });
    });
  }

  it('predicts values when asked to', async () => {
    const data = await load('x,y\n1,10\n2,2\n3,10\n4,2\n', { task: 'values' });
    assert.deepEqual(data.target, { kind: 'values', names: ['y'] });
    assert.deepEqual(rows(data.splits.train, 1, 1).targets, [[10], [2], [10], [2]]);
    assert.equal(data.splits.train.label(0), undefined);
  });

  it('predicts from the columns that are named, whatever the others hold', async () => {
    const text = 'id,a,b,c,kind\nx1,1,2,NA,u\nx2,3,4,,v\n';
    const data = await load(text, { target: ['kind'], features: ['b', 'a'] });
    assert.deepEqual(rows(data.splits.train, 2, 2).inputs, [
      [2, 1],
      [4, 3],
    ]);
  });

  describe('with rows that are steps of time', () => {
    const series = 'a,b,y\n1,10,u\n2,20,v\n3,30,\n4,40,u\n5,50,v\n';
    const open = async (text: string, given: object) => {
      const context = contextIn(folderOf({ t: text }));
      const plan = planOf('csv', { file: 't', test: 0, ...given });
      const [data, known] = [await loadDataset(plan, context), await probe(plan, context)];
      const { inputShape, target, splits } = data;
      assert.deepEqual(known, {
        inputShape,
        kind: target.kind,
        targets: target.names.length,
        steps: target.steps,
        samples: { train: splits.train.count, test: splits.test.count },
      });
      return data;
    };

    it('`steps` makes sequences of so many, the last filled up, empty targets left out', async () => {
      const { inputShape, target, splits } = await open(series, { steps: 2 });
      assert.deepEqual(inputShape, [2, 2]);
      assert.deepEqual(target, { kind: 'classes', names: ['u', 'v'], steps: 2 });
      assert.deepEqual(rows(splits.train, 4, 6), {
        inputs: [
          [1, 10, 2, 20],
          [3, 30, 4, 40],
          [5, 50, 0, 0],
        ],
        targets: [
          [1, 0, 1, 0, 1, 1],
          [0, 0, 0, 1, 0, 1],
          [0, 1, 1, 0, 0, 0],
        ],
      });
    });

    it('the last sequences are tested on', async () => {
      const { splits } = await open(series, { steps: 1, test: 0.4 });
      assert.deepEqual(rows(splits.test, 2, 3).inputs, [
        [4, 40],
        [5, 50],
      ]);
    });

    const walks = 'who,a,y,z\np,1,0.5,1\nq,2,1.5,2\np,3,2.5,3\np,4,3.5,4\nq,5,4.5,5\nr,6,5.5,6\n';

    it('`sequence` puts the rows of each together, in their order', async () => {
      const given = { sequence: 'who', target: ['z', 'y'] };
      const { inputShape, target, splits } = await open(walks, given);
      assert.deepEqual(
        [inputShape, target],
        [[3, 1], { kind: 'values', names: ['z', 'y'], steps: 3 }],
      );
      assert.deepEqual(rows(splits.train, 3, 9), {
        inputs: [
          [1, 3, 4],
          [2, 5, 0],
          [6, 0, 0],
        ],
        targets: [
          [1, 0.5, 1, 3, 2.5, 1, 4, 3.5, 1],
          [2, 1.5, 1, 5, 4.5, 1, 0, 0, 0],
          [6, 5.5, 1, 0, 0, 0, 0, 0, 0],
        ],
      });
    });

    it('`sequence` with `steps` cuts them, and tests on whole ones', async () => {
      const { inputShape, splits } = await open(walks, {
        sequence: 'who',
        features: ['a'],
        steps: 2,
        test: 1,
      });
      assert.deepEqual(inputShape, [2, 1]);
      const of: Record<number, string> = { 1: 'p', 3: 'p', 4: 'p', 2: 'q', 5: 'q', 6: 'r' };
      const whose = (split: typeof splits.train) =>
        new Set(
          rows(split, 2, 4)
            .inputs.flat()
            .filter((x) => x > 0)
            .map((x) => of[x]),
        );
      const [train, test] = [whose(splits.train), whose(splits.test)];
      assert.deepEqual([train.size, test.size], [2, 1]);
      assert.ok([...test].every((name) => !train.has(name)));
    });

    it('can be cut into segments, with targets that come late', async () => {
      const plan = { ...planOf('csv', { file: 't', test: 0, steps: 5 }), segments: 2, delay: 1 };
      const { inputShape, segments } = await loadDataset(plan, contextIn(folderOf({ t: series })));
      assert.deepEqual([inputShape, segments], [[2, 2], 3]);
    });

    it('are known from the head of a large table, where it tells the shape', async () => {
      const folder = folderOf({ t: `who,a,y\n${'1,1.25,word\n'.repeat(100_000)}` });
      const known = (given: object) =>
        probe(planOf('csv', { file: 't', ...given }), contextIn(folder));
      assert.deepEqual(await known({ steps: 9 }), {
        inputShape: [9, 2],
        steps: 9,
        kind: 'classes',
      });
      assert.equal(await known({ sequence: 'who' }), undefined);
    });

    const wrong: readonly (readonly [
      string,
      string,
      Record<string, unknown>,
      DataErrorCode,
      ...string[],
    ])[] = [
      ['an unknown sequence', walks, { sequence: 'whom' }, 'bad-format', 'no column `whom`'],
      [
        'a sequence to predict',
        walks,
        { sequence: 'who', target: ['who'] },
        'bad-format',
        '`who` is a target',
        '`sequence`',
      ],
      ['a shape', series, { steps: 2, shape: [2] }, 'bad-format', 'Leave it out'],
      [
        'a missing name of a sequence',
        'who,a,y\np,1,2\n,3,4\n',
        { sequence: 'who' },
        'bad-format',
        'line 3',
        'missing',
      ],
      ['a missing feature', 'a,y\n1,2\n,4\n', { steps: 2 }, 'bad-format', 'line 3', 'missing'],
      [
        'nothing to predict',
        'a,y\n1,\n2,\n',
        { steps: 2, task: 'classes' },
        'bad-format',
        'no class',
      ],
      ['a test of everything', series, { steps: 2, test: 3 }, 'bad-split', '3 sequences'],
      [
        'sequences that memory cannot hold',
        `who,a,y\n${Array.from({ length: 80_000 }, (_, i) => `${i % 2 ? 'all' : i},1,2`).join('\n')}`,
        { sequence: 'who', task: 'values' },
        'too-large',
        'Cut them with `steps`',
      ],
    ];
    for (const [what, text, given, code, ...parts] of wrong)
      it(`reports ${what}`, () => assertDataError(load(text, given), code, ...parts));
  });

  it('reports a target among the features', () =>
    assertDataError(
      load('a,b,c\n1,2,3\n', { target: ['a'], features: ['a', 'b'] }),
      'bad-format',
      '`a` is a target',
    ));

  it('gives the features a shape', async () => {
    const data = await load('1,2,3,4,a\n5,6,7,8,b\n', { shape: [1, 2, 2] });
    assert.deepEqual(data.inputShape, [1, 2, 2]);
  });

  it('parts the samples at random into training and test, the same for a seed', async () => {
    const text = Array.from({ length: 100 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`).join('\n');
    const parts = async (options: object) => {
      const { train, test } = (await load(text, { ...options })).splits;
      return [train, test].map((split) => rows(split, 1, 2).inputs.flat());
    };
    const [train, test] = await parts({ test: 0.2 });
    assert.deepEqual([train.length, test.length], [80, 20]);
    assert.deepEqual(
      [...train, ...test].sort((a, b) => a - b),
      [...Array(100).keys()],
    );
    assert.ok(Math.max(...test) > 50 && Math.min(...test) < 50, 'not a block of the file');
    assert.deepEqual(await parts({ test: 20 }), [train, test]);
    assert.notDeepEqual(await parts({ test: 0.2, seed: 8 }), [train, test]);
  });

  it('keeps targets with their features when it parts them', async () => {
    const text = Array.from({ length: 50 }, (_, i) => `${i},${i / 2 + 0.25}`).join('\n');
    const { train, test } = (await load(text, { test: 0.3 })).splits;
    for (const split of [train, test]) {
      const { inputs, targets } = rows(split, 1, 1);
      assert.deepEqual(
        targets.flat(),
        inputs.flat().map((x) => x / 2 + 0.25),
      );
    }
  });

  const bad: [string, string | Uint8Array, object, DataErrorCode, ...string[]][] = [
    ['a missing value', 'a,b\n1,x\n,y\n', {}, 'bad-format', 'line 3', 'column 1 (`a`)', 'missing'],
    ['a value marked as missing', 'a,b\n1,x\nNA,y\n', {}, 'bad-format', 'line 3', '`NA`'],
    ['a missing target', 'a,b\n1,x\n2,\n', {}, 'bad-format', 'line 3', 'column 2 (`b`)'],
    [
      'a word among the features',
      'a,b\n1,x\nred,y\n',
      {},
      'bad-format',
      'line 3',
      '`red` is not a number',
    ],
    [
      'decimals behind a comma',
      'a;b\n1,5;x\n2,5;y\n',
      {},
      'bad-format',
      'line 2, column 1 (`a`)',
      'Write a point before the decimals: `1.5`',
    ],
    ['a number beyond float32', 'a,b\n1e39,x\n2,y\n', {}, 'bad-format', 'line 2', 'too large'],
    [
      'a value to learn beyond float32',
      'a,b\n1,0.5\n2,-1e39\n',
      { task: 'values' },
      'bad-format',
      'line 3',
      '`-1e39` is too large',
    ],
    [
      'a line that is too short',
      'a,b,c\n1,2,x\n3,y\n',
      {},
      'bad-format',
      'line 3',
      'found 2 cells; expected 3',
    ],
    [
      'a line that is too long',
      'a,b\n1,x\n3,4,y\n',
      {},
      'bad-format',
      'line 3',
      'found 3 cells; expected 2',
    ],
    ['an unclosed quote', 'a,b\n1,"x\n2,y\n', {}, 'bad-format', 'not a valid table'],
    ['a target named twice', 'a,b,c\n1,2,3\n', { target: ['c', 'c'] }, 'bad-format', '`c` twice'],
    ['no features', 'a,b\n1,2\n', { target: ['a', 'b'] }, 'bad-format', 'no features'],
    ['no target', 'a,b\n1,2\n', { target: [] }, 'bad-format', 'names no column'],
    [
      'several targets with words',
      'a,b,c\n1,2,x\n',
      { target: ['b', 'c'] },
      'bad-format',
      'column `c`: `x` is not a number',
      'must be numbers',
    ],
    [
      'several targets as classes',
      'a,b,c\n1,2,3\n',
      { target: ['b', 'c'], task: 'classes' },
      'bad-format',
      'takes one column',
    ],
    [
      'an unknown target',
      'a,b\n1,x\n',
      { target: ['c'] },
      'bad-format',
      'no column `c`',
      '`a`, `b`',
    ],
    ['a single column', 'a\n1\n2\n', {}, 'bad-format', 'single column', 'delimiter'],
    [
      'more classes than there can be',
      Array.from({ length: 65_537 }, (_, i) => `1,x${i}`).join('\n'),
      {},
      'bad-format',
      '65,537 different classes',
      'task: values',
    ],
    ['a single class', 'a,b\n1,x\n2,x\n', {}, 'bad-format', 'single class, `x`'],
    [
      'words for values',
      'a,b\n1,x\n',
      { task: 'values' },
      'bad-format',
      'line 2',
      '`x` is not a number',
    ],
    ['an empty file', '', {}, 'empty', 'is empty'],
    ['a header alone', 'a,b\n', { header: 'yes' }, 'empty', 'no rows of data'],
    ['words alone', 'a,b\n', {}, 'empty', 'no rows of data'],
    ['binary data', Uint8Array.from([1, 2, 0, 4]), {}, 'bad-format', 'a zero byte at position 2'],
    [
      'bytes that are not UTF-8',
      Uint8Array.from([0x61, 0x2c, 0xe9, 0x0a]),
      {},
      'bad-format',
      'not UTF-8',
    ],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,x\n', 'utf16le'), {}, 'bad-format', 'UTF-16'],
    [
      'a shape that does not fit',
      'a,b\n1,x\n2,y\n',
      { shape: [2, 2] },
      'bad-format',
      '1 features',
      '[2, 2]',
    ],
    ['a test split of everything', 'a,b\n1,x\n2,y\n', { test: 2 }, 'bad-split', '2 samples'],
    [
      'a scikit-learn label out of range',
      '2,1,x,y\n1,0\n2,5\n',
      {},
      'label-out-of-range',
      'line 3',
      '`5`',
      '0 to 1',
    ],
  ];
  for (const [what, text, options, code, ...parts] of bad) {
    it(`reports ${what}`, () => assertDataError(load(text, { ...options }), code, ...parts));
  }

  it('tells the shape of a large table from its first lines', async () => {
    const line = '1.25,2.5,3.75,0.5\n';
    const folder = folderOf({ 'large.csv': `a,b,c,d\n${line.repeat(80_000)}1,2,bad,4\n` });
    const plan = (task: string) => planOf('csv', { file: 'large.csv', task });
    const context = contextIn(folder);
    assert.deepEqual(await probe(plan('values'), context), {
      inputShape: [3],
      kind: 'values',
      targets: 1,
    });
    assert.deepEqual(await probe(plan('classes'), context), { inputShape: [3], kind: 'classes' });
    await assertDataError(loadDataset(plan('auto'), context), 'bad-format', 'line 80002', '`bad`');
  });
});

describe('source csv on published tables', () => {
  const context = realData('sklearn');
  const open = (file: string, options: object = {}) =>
    loadDataset(planOf('csv', { file: `sklearn/${file}`, test: 0, ...options }), context);

  it('reads the 150 irises, 50 of each kind, with the published means', async () => {
    const data = await open('iris.csv');
    assert.deepEqual(data.target, {
      kind: 'classes',
      names: ['setosa', 'versicolor', 'virginica'],
    });
    const { inputs, targets } = rows(data.splits.train, 4, 3);
    assert.equal(inputs.length, 150);
    assert.deepEqual(
      [0, 1, 2].map((k) => targets.filter((row) => row[k] === 1).length),
      [50, 50, 50],
    );
    const means = [0, 1, 2, 3].map((k) => inputs.reduce((sum, row) => sum + row[k], 0) / 150);
    // iris.rst: 5.84, 3.05 (3.06 in the text, 3.0573 in the data), 3.76, 1.20
    assert.deepEqual(
      means.map((mean) => mean.toFixed(2)),
      ['5.84', '3.06', '3.76', '1.20'],
    );
  });

  const tables: [string, object, number[], 'classes' | 'values', number, number][] = [
    ['wine_data.csv', {}, [13], 'classes', 3, 178],
    ['breast_cancer.csv', {}, [30], 'classes', 2, 569],
    ['digits.csv.gz', { shape: [1, 8, 8] }, [1, 8, 8], 'classes', 10, 1797],
    ['digits.csv', {}, [64], 'classes', 10, 1797],
    ['linnerud_exercise.csv', { target: ['Jumps'] }, [2], 'values', 1, 20],
  ];
  for (const [file, options, shape, kind, width, count] of tables) {
    it(`reads ${file}`, async () => {
      const data = await open(file, options);
      assert.deepEqual(data.inputShape, shape);
      assert.equal(data.target.kind, kind);
      assert.equal(data.target.names.length, width);
      assert.equal(data.splits.train.count, count);
    });
  }
});
