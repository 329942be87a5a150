import { deepEqual, equal } from 'node:assert/strict';
import { Greatest } from '../../../../src/compute/evaluation/greatest';
import { chanceInTop, firstGreatest, placeOf } from '../../../../src/compute/evaluation/ranking';

describe('the place of the right output', () => {
  const cases: readonly [outputs: number[], right: number, above: number, tied: number][] = [
    [[0.1, 0.7, 0.2], 1, 0, 1],
    [[0.1, 0.7, 0.2], 0, 2, 1],
    [[0.5, 0.5, 0], 1, 0, 2],
    [[0, 0, 0, 0], 2, 0, 4],
    [[3, -1, -1], 2, 1, 2],
  ];
  for (const [outputs, right, above, tied] of cases)
    it(`number ${right} of ${outputs.join(', ')} has ${above} above it, and is one of ${tied}`, () =>
      deepEqual(placeOf(outputs, right), { above, tied }));

  it('shares the last of k places among equals', () => {
    const chances = [1, 2, 3, 4].map((k) => chanceInTop(k, { above: 1, tied: 2 }));
    deepEqual(chances, [0, 0.5, 1, 1]);
  });

  it('of the greatest is the first where several are', () => {
    equal(firstGreatest([0, 2, 2]), 1);
    equal(firstGreatest([0, 0]), 0);
  });
});

describe('the greatest of many', () => {
  it('come first, of equals the earlier ones, as a stable sort has them', () => {
    const ranks = [3, 9, 3, 7, 9, 1, 3, 8];
    const greatest = new Greatest<number>(5);
    ranks.forEach((rank, i) => greatest.add(rank, () => i));
    const sorted = ranks.map((rank, i) => ({ rank, i })).sort((a, b) => b.rank - a.rank);
    deepEqual(
      greatest.items,
      sorted.slice(0, 5).map(({ i }) => i),
    );
  });

  it('are made only where they are kept', () => {
    const greatest = new Greatest<string>(1);
    greatest.add(2, () => 'kept');
    greatest.add(2, () => {
      throw new Error('made');
    });
    deepEqual(greatest.items, ['kept']);
  });
});
