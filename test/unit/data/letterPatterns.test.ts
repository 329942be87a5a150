import assert from 'node:assert/strict';
import { loadDataset, probe } from '../../../src/data/load';
import { contextIn, planOf, rows } from './support';

type Options = Readonly<Record<string, unknown>>;

const load = (options: Options) => loadDataset(planOf('letter_patterns', options), contextIn('.'));

/** Each pattern as rows of text, with its letter. */
async function patterns(options: Options, split: 'train' | 'test' = 'train') {
  const { splits, inputShape, target } = await load(options);
  const side = inputShape[2];
  assert.deepEqual(inputShape, [1, side, side]);
  const { inputs, targets } = rows(splits[split], side * side, target.names.length);
  return inputs.map((image, i) => ({
    letter: target.names[targets[i].indexOf(1)],
    rows: Array.from({ length: side }, (_, y) =>
      image
        .slice(y * side, (y + 1) * side)
        .map((square) => (assert.ok(square === 0 || square === 1), square === 1 ? '#' : '.'))
        .join(''),
    ),
  }));
}

/** Places of the squares that are lit. */
const squares = (lines: readonly string[]) =>
  lines.flatMap((line, y) => [...line].flatMap((square, x) => (square === '#' ? [[y, x]] : [])));

/** Squared distances between all pairs of squares, sorted. */
const distances = (lines: readonly string[]) =>
  squares(lines)
    .flatMap(([y, x], i, all) => all.slice(0, i).map(([v, u]) => (y - v) ** 2 + (x - u) ** 2))
    .sort((a, b) => a - b);

const all = 'ACEFGHIJLOPTUVXYZ';

describe('source letter_patterns', () => {
  it('shows T and C upright at each place where they fit', async () => {
    const found = await patterns({ letters: 'TC', size: 4, rotate: false });
    const of = (letter: string) =>
      found.filter((one) => one.letter === letter).map(({ rows }) => rows.join('\n'));
    assert.deepEqual(of('T'), [
      '###.\n.#..\n.#..\n....',
      '.###\n..#.\n..#.\n....',
      '....\n###.\n.#..\n.#..',
      '....\n.###\n..#.\n..#.',
    ]);
    assert.equal(of('C')[0], '##..\n#...\n##..\n....');
    assert.equal(of('C').length, 3 * 2);
  });

  it('turns them by quarters, each direction once', async () => {
    const count = async (letters: string, letter: string) =>
      (await patterns({ letters, size: 3 })).filter((one) => one.letter === letter).length;
    assert.equal(await count('TX', 'T'), 4);
    assert.equal(await count('TX', 'X'), 1); // it looks the same in all directions
    assert.equal(await count('TI', 'I'), 3 + 3);
    const turned = (await patterns({ letters: 'TX', size: 3 })).map(({ rows }) => rows.join(' '));
    assert.deepEqual(turned.slice(0, 4), [
      '### .#. .#.',
      '..# ### ..#',
      '.#. .#. ###',
      '#.. ### #..',
    ]);
  });

  it('has no pattern twice, of one letter or of two', async () => {
    const found = (await patterns({ letters: all, size: 5 })).map(({ rows }) => rows.join('\n'));
    assert.equal(new Set(found).size, found.length);
  });

  it('has the T and the C that only three squares together tell apart', async () => {
    const found = await patterns({ letters: 'TC', size: 6 });
    for (const { rows } of found) {
      assert.equal(squares(rows).length, 5);
      assert.deepEqual(distances(rows), distances(found[0].rows));
    }
  });

  it('trains and tests with the same, or with some and the others', async () => {
    const key = ({ letter, rows }: Awaited<ReturnType<typeof patterns>>[number]) =>
      [letter, ...rows].join('\n');
    const options = { letters: 'TGF' };
    const every = (await patterns(options)).map(key);
    assert.deepEqual((await patterns(options, 'test')).map(key), every);
    const [train, test] = await Promise.all(
      (['train', 'test'] as const).map((split) => patterns({ ...options, train: 30 }, split)),
    );
    assert.equal(train.length, 30);
    assert.deepEqual([...train, ...test].map(key).sort(), [...every].sort());
    const other = (await patterns({ ...options, train: 30, seed: 8 })).map(key);
    assert.notDeepEqual(other, train.map(key));
  });

  it('turns squares of test patterns over with the probability asked for', async () => {
    const options = { letters: all, size: 12, noise: 0.1 };
    const [train, test] = [await patterns(options), await patterns(options, 'test')];
    assert.deepEqual(train, await patterns({ ...options, noise: 0 }));
    const text = (of: typeof train) => of.flatMap(({ rows }) => rows).join('');
    const [before, after] = [text(train), text(test)];
    const share = [...before].filter((square, i) => square !== after[i]).length / before.length;
    // Far more than 100,000 squares: three standard deviations are below 0.003.
    assert.ok(before.length > 1e5 && Math.abs(share - 0.1) < 0.003, String(share));
  });

  it('is what its probe says', async () => {
    for (const options of [{}, { letters: 'xoz', train: 9 }]) {
      const [{ inputShape, target, splits }, known] = [
        await load(options),
        await probe(planOf('letter_patterns', options), contextIn('.')),
      ];
      assert.deepEqual(known, {
        inputShape,
        kind: 'classes',
        targets: target.names.length,
        samples: { train: splits.train.count, test: splits.test.count },
      });
    }
  });

  const wrong: readonly (readonly [Options, RegExp])[] = [
    [{ letters: 'TQ' }, /no pattern of “Q”; write some of `"ACEF/],
    [{ letters: 'T' }, /two letters or more/],
    [{ letters: 'TCt' }, /each once/],
    [{ letters: 'TC', train: 41 }, /There are 40 patterns; `train: 41`/],
  ];
  for (const [options, message] of wrong)
    it(`refuses ${JSON.stringify(options)}`, async () => {
      const error = await load(options).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof Error);
      assert.match(error.message, message);
    });
});
