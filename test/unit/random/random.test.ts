import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../src/random/random';

/** xoshiro128** as published (Blackman and Vigna), in exact integers. */
function* reference(state: bigint[]): Generator<bigint> {
  const word = (x: bigint) => BigInt.asUintN(32, x);
  const rotate = (x: bigint, k: bigint) => word((x << k) | (x >> (32n - k)));
  for (;;) {
    yield word(rotate(word(state[1] * 5n), 7n) * 9n);
    const t = word(state[1] << 9n);
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 11n);
  }
}

const take = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('Random', () => {
  it('gives the published first outputs of xoshiro128** for the state 1, 2, 3, 4', () => {
    assert.deepEqual(take(Random.fromState([1, 2, 3, 4]), 4), [11520, 0, 5927040, 70819200]);
  });

  it('follows the recurrence of xoshiro128** for 10,000 outputs', () => {
    const state = [0x9e3779b9, 0xfedcba98, 0x80000000, 0xffffffff] as const;
    const random = Random.fromState(state);
    const expected = reference(state.map(BigInt));
    for (let i = 0; i < 10_000; i++) {
      assert.equal(random.next(), Number(expected.next().value), `output ${i}`);
    }
  });

  it('repeats a stream for the same seed and path', () => {
    assert.deepEqual(take(new Random(3, 'a', 1), 100), take(new Random(3, 'a', 1), 100));
  });

  it('gives different streams for different seeds and paths', () => {
    const streams = [
      new Random(0),
      new Random(1),
      new Random(-1),
      new Random(2 ** 32),
      new Random(2 ** 33),
      new Random(1, 'a'),
      new Random(1, 'b'),
      new Random(1, 'a', 'b'),
      new Random(1, 'ab'),
      new Random(1, 'shuffle', 0),
      new Random(1, 'shuffle', 1),
      new Random(1, 'shuffle', 10),
    ];
    const words = streams.flatMap((random) => take(random, 50));
    assert.ok(new Set(words).size > words.length - 2, 'words of different streams coincide');
  });

  it('has uniform bits across neighbouring paths', () => {
    const ones = new Array<number>(32).fill(0);
    const streams = 4000;
    for (let i = 0; i < streams; i++) {
      const word = new Random(7, 'shuffle', i).next();
      for (let bit = 0; bit < 32; bit++) ones[bit] += (word >>> bit) & 1;
    }
    // Binomial(4000, 1/2): standard deviation 31.6; five of them.
    for (const [bit, count] of ones.entries()) {
      assert.ok(
        Math.abs(count - streams / 2) < 158,
        `bit ${bit} is set ${count} of ${streams} times`,
      );
    }
  });

  it('is uniform: chi² of 100 bins lies within its 0.001 quantiles', () => {
    const random = new Random(11, 'uniform');
    const bins = new Array<number>(100).fill(0);
    const draws = 100_000;
    for (let i = 0; i < draws; i++) bins[Math.floor(random.uniform() * 100)]++;
    const expected = draws / 100;
    const chi2 = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    assert.ok(chi2 > 60 && chi2 < 149, `chi² = ${chi2}`); // 99 degrees of freedom: 60.3 and 148.2
  });

  it('gives uniform numbers that float32 holds exactly', () => {
    const random = new Random(12);
    for (let i = 0; i < 1000; i++) {
      const value = random.uniform();
      assert.ok(value >= 0 && value < 1);
      assert.equal(Math.fround(value), value);
    }
  });

  it('draws integers below a bound equally often', () => {
    const random = new Random(13);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    assert.ok(chi2 < 22.5, `chi² = ${chi2}`); // 6 degrees of freedom, 0.999 quantile
  });

  it('has the moments of the standard normal distribution', () => {
    const random = new Random(14, 'normal');
    const draws = 200_000;
    const moments = [0, 0, 0, 0];
    let within = 0;
    for (let i = 0; i < draws; i++) {
      const x = random.normal();
      for (let k = 0; k < 4; k++) moments[k] += x ** (k + 1) / draws;
      if (Math.abs(x) < 1) within++;
    }
    // Five standard errors of each: sqrt of 1, 2, 15, 96 over the draws.
    for (const [k, [expected, variance]] of [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ].entries()) {
      const limit = 5 * Math.sqrt(variance / draws);
      assert.ok(Math.abs(moments[k] - expected) < limit, `moment ${k + 1} is ${moments[k]}`);
    }
    assert.ok(Math.abs(within / draws - 0.682689) < 0.0053, `P(|x| < 1) = ${within / draws}`);
  });

  it('shuffles to a permutation, each item in each place equally often', () => {
    const random = new Random(15);
    const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    for (let round = 0; round < 10_000; round++) {
      const items = random.shuffle([0, 1, 2, 3, 4]);
      assert.deepEqual([...items].sort(), [0, 1, 2, 3, 4]);
      items.forEach((item, place) => counts[item][place]++);
    }
    const chi2 = counts.flat().reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    assert.ok(chi2 < 40, `chi² = ${chi2}`); // 16 degrees of freedom, 0.999 quantile 39.3
  });

  it('fills an array with the same numbers it gives one by one', () => {
    const filled = new Random(16).fillUniform(new Float32Array(20));
    const random = new Random(16);
    assert.deepEqual(
      [...filled],
      Array.from({ length: 20 }, () => random.uniform()),
    );
  });
});
