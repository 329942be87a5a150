import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { loadDataset, probe } from '../../../src/data/load';
import { mackeyGlassSeries } from '../../../src/data/sources/series';
import { assertDataError, contextIn, folderOf, planOf, removeFolders, rows } from './support';

type Options = Readonly<Record<string, unknown>>;

const load = (source: string, options: Options, folder = '.') =>
  loadDataset(planOf(source, options), contextIn(folder));

const samples = async (source: string, options: Options, folder = '.') => {
  const { splits, inputShape, target } = await load(source, options, folder);
  const size = inputShape.reduce((n, m) => n * m, 1);
  return {
    train: rows(splits.train, size, target.names.length),
    test: rows(splits.test, size, target.names.length),
  };
};

describe('generated sources', () => {
  const cases: readonly (readonly [string, Options])[] = [
    ['spirals', { train: 30, test: 12, arms: 3 }],
    ['boolean', { inputs: 3 }],
    ['boolean', { inputs: 4, train: 10 }],
    ['sine', { train: 30, test: 5 }],
    ['sine', { train: 30, test: 5, steps: 7, noise: 0.1 }],
    ['mackey_glass', { train: 30, test: 5, steps: 4, ahead: 3 }],
    ['sums', { train: 300, test: 50, steps: 8 }],
    ['sums', { train: 300, test: 0, steps: 8, targets: 'each' }],
  ];
  for (const [source, options] of cases) {
    it(`are what their probe says, and the same each time: ${source}(${JSON.stringify(options)})`, async () => {
      const [one, two] = [await load(source, options), await load(source, options)];
      assert.equal(one.hash, two.hash);
      const known = await probe(planOf(source, options), contextIn('.'));
      assert.deepEqual(known?.inputShape, one.inputShape);
      assert.equal(known.kind, one.target.kind);
      assert.equal(known.targets, one.target.names.length);
    });
  }

  it('differ by seed', async () => {
    for (const source of ['spirals', 'sine', 'mackey_glass', 'sums']) {
      const hashes = [await load(source, { seed: 1 }), await load(source, { seed: 2 })];
      assert.notEqual(hashes[0].hash, hashes[1].hash, source);
    }
  });

  it('put points of a spiral at its angle', async () => {
    const { train } = await samples('spirals', { train: 60, noise: 0, arms: 3, turns: 2 });
    train.inputs.forEach(([x, y], i) => {
      const label = train.targets[i].indexOf(1);
      assert.equal(label, i % 3);
      const turns = Math.atan2(y, x) / (2 * Math.PI) - 2 * Math.hypot(x, y) - label / 3;
      assert.ok(Math.abs(turns - Math.round(turns)) < 1e-5);
    });
  });

  it('hold the whole truth table, trained and tested alike', async () => {
    const answers = async (name: string) => {
      const { train, test } = await samples('boolean', { inputs: 3, function: name });
      assert.deepEqual(train, test);
      assert.deepEqual(
        train.inputs.map((bits) => bits.join('')),
        ['000', '001', '010', '011', '100', '101', '110', '111'],
      );
      return train.targets.map(([, yes]) => yes).join('');
    };
    assert.equal(await answers('parity'), '01101001');
    assert.equal(await answers('and'), '00000001');
    assert.equal(await answers('or'), '01111111');
    assert.equal(await answers('majority'), '00010111');
  });

  it('keep the rows that are not trained on for the test', async () => {
    const { train, test } = await samples('boolean', { inputs: 4, train: 5 });
    assert.equal(train.inputs.length, 5);
    const all = [...train.inputs, ...test.inputs].map((bits) => bits.join(''));
    assert.equal(new Set(all).size, 16);
    await assertDataError(load('boolean', { inputs: 2, train: 5 }), 'bad-split', 'has 4 rows');
  });

  it('follow the sine', async () => {
    const { train } = await samples('sine', { train: 50, periods: 3 });
    train.inputs.forEach(([x], i) =>
      assert.ok(Math.abs(train.targets[i][0] - Math.sin(3 * Math.PI * x)) < 1e-6),
    );
  });

  it('give the value behind each window of a series', async () => {
    for (const [source, ahead] of [
      ['sine', 1],
      ['mackey_glass', 3],
    ] as const) {
      const options = { train: 20, test: 6, steps: 4, ...(ahead > 1 && { ahead }) };
      const { train, test } = await samples(source, options);
      const inputs = [...train.inputs, ...test.inputs];
      const targets = [...train.targets, ...test.targets];
      for (let i = 0; i + ahead < inputs.length; i++) {
        assert.equal(inputs[i + ahead].at(-1), targets[i][0], `${source}, window ${i}`);
        assert.deepEqual(inputs[i + 1].slice(0, 3), inputs[i].slice(1));
      }
    }
  });

  it('solve the equation of Mackey and Glass', () => {
    // At rest x = 1: 0.2 / 2 = 0.1.
    assert.ok(mackeyGlassSeries(50, 17, 1).every((x) => Math.abs(x - 1) < 1e-12));
    // Above a delay of 17 it is chaotic within these bounds; below 4 it settles.
    const chaotic = mackeyGlassSeries(2000, 17, 1.2);
    assert.ok(Math.min(...chaotic) > 0.2 && Math.max(...chaotic) < 1.4);
    assert.ok(Math.max(...chaotic) - Math.min(...chaotic) > 0.8);
    const settled = mackeyGlassSeries(600, 2, 1.2);
    assert.ok(Math.abs(settled[599] - 1) < 1e-6);
  });
});

describe('source text', () => {
  after(removeFolders);
  let folder: string;
  before(() => (folder = folderOf({ 'a.txt': 'abracadabra é' })));

  it('numbers characters by code point and names them as classes', async () => {
    const options = { file: 'a.txt', steps: 4, stride: 1, test: 0 };
    const dataset = await load('text', options, folder);
    assert.deepEqual(dataset.target.names, [' ', 'a', 'b', 'c', 'd', 'r', 'é']);
    const { train } = await samples('text', options, folder);
    assert.equal(train.inputs.length, 13 - 4);
    assert.deepEqual(train.inputs[0], [1, 2, 5, 1]);
    assert.equal(train.targets[0].indexOf(1), 3);
    assert.deepEqual(train.inputs[8], [2, 5, 1, 0]);
    assert.equal(train.targets[8].indexOf(1), 6);
    const known = await probe(planOf('text', options), contextIn(folder));
    assert.deepEqual(known, { inputShape: [4], kind: 'classes', targets: 7 });
  });

  it('lays samples side by side unless told otherwise, and tests on the end', async () => {
    const { train, test } = await samples('text', { file: 'a.txt', steps: 2, test: 0.4 }, folder);
    assert.deepEqual(train.inputs, [
      [1, 2],
      [5, 1],
      [3, 1],
    ]);
    assert.deepEqual(test.inputs, [
      [2, 5],
      [1, 0],
    ]);
  });

  it('asks for what follows each character where it is told to', async () => {
    const options = { file: 'a.txt', steps: 4, test: 0, targets: 'each' };
    const { target, splits } = await load('text', options, folder);
    assert.equal(target.steps, 4);
    const size = 4 * (target.names.length + 1);
    const { inputs, targets } = rows(splits.train, 4, size);
    const asked = targets.map((numbers) =>
      Array.from({ length: 4 }, (_, step) => {
        const row = numbers.slice(step * 8, step * 8 + 8);
        assert.equal(row[7], 1, 'each step counts');
        return target.names[row.indexOf(1)];
      }).join(''),
    );
    assert.deepEqual(
      inputs.map((ids) => ids.map((id) => target.names[id]).join('')),
      ['abra', 'cada', 'bra '],
    );
    assert.deepEqual(asked, ['brac', 'adab', 'ra é']);
    const known = await probe(planOf('text', options), contextIn(folder));
    assert.deepEqual(known, { inputShape: [4], kind: 'classes', targets: 7, steps: 4 });
  });

  it('refuses a text shorter than a sample', async () => {
    await assertDataError(load('text', { file: 'a.txt', steps: 64 }, folder), 'empty', 'too few');
  });
});

describe('source sums', () => {
  const units = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  const teens = ['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen'];
  const others = ['sixteen', 'seventeen', 'eighteen', 'nineteen'];
  const small = [...units, ...teens, ...others];
  const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
  const value = (name: string): number => {
    const [first, unit = ''] = name.split('-');
    const ten = tens.indexOf(first);
    return ten < 0 ? small.indexOf(first) : 20 + 10 * ten + units.indexOf(unit);
  };

  it('writes sums and differences that are right', async () => {
    const { target, splits } = await load('sums', { train: 5000, test: 0, steps: 1, greatest: 99 });
    const { inputs } = rows(splits.train, 1, target.names.length);
    const text = inputs.map(([id]) => target.names[id]).join('');
    const lines = text.split('\n').slice(0, -1);
    assert.ok(lines.length > 100);
    for (const line of lines) {
      const [, a, sign, b, result] = /^(\S+) (and|less) (\S+) make (\S+)\.$/.exec(line) ?? [];
      const [x, y, z] = [a, b, result].map(value);
      assert.ok(x > 0 && y > 0 && z > 0, line);
      assert.equal(sign === 'and' ? x + y : x - y, z, line);
    }
  });
});
