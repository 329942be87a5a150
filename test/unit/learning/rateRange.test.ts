import assert from 'node:assert/strict';
import { divergenceTest, rateAt, smoothCurve, suggestRates } from '../../../src/learning/rateRange';
import { Random } from '../../../src/random/random';

const range = { lowest: 1e-6, highest: 1, steps: 121 };
const decades = (rate: number | undefined) => Math.log10(rate ?? NaN);

/** A loss that falls from 2.3 around one rate and rises steeply around another. */
const loss = (fall: number, rise: number) => (rate: number) =>
  2.3 - 2 / (1 + (fall / rate) ** 2) + (rate / rise) ** 4;

const sweep = (of: (rate: number) => number, noise = 0) => {
  const random = new Random(3, 'noise');
  return Array.from(
    { length: range.steps },
    (_, i) => of(rateAt(range, i)) + noise * random.between(-1, 1),
  );
};

const suggest = (losses: readonly number[]) => suggestRates(range, losses, smoothCurve(losses));

describe('learning-rate range test', () => {
  it('raises the rate by the same factor each step, from the lowest to the highest', () => {
    const rates = Array.from({ length: range.steps }, (_, i) => rateAt(range, i));
    assert.equal(rates[0], 1e-6);
    assert.equal(rates.at(-1), 1);
    rates.slice(1).forEach((rate, i) => {
      assert.ok(Math.abs(rate / rates[i] / 10 ** 0.05 - 1) < 1e-12);
    });
  });

  it('smooths a straight line into itself, with its slope, to the ends', () => {
    const { values, slopes } = smoothCurve(Array.from({ length: 40 }, (_, i) => 3 - 0.25 * i));
    values.forEach((value, i) => assert.ok(Math.abs(value - (3 - 0.25 * i)) < 1e-9));
    slopes.forEach((slope) => assert.ok(Math.abs(slope + 0.25) < 1e-9));
  });

  for (const noise of [0, 0.1]) {
    it(`finds where a known curve falls fastest and is lowest, with noise of ${noise}`, () => {
      // In ln r the logistic drop is steepest at `fall`; the minimum follows from the derivative, found by bisection.
      const [fall, rise] = [1e-3, 1];
      const slope = (rate: number) => {
        const u = (fall / rate) ** 2;
        return (-4 * u) / (1 + u) ** 2 + 4 * (rate / rise) ** 4;
      };
      let [low, high] = [fall, rise];
      for (let i = 0; i < 60; i++) {
        const middle = Math.sqrt(low * high);
        if (slope(middle) < 0) low = middle;
        else high = middle;
      }
      const { steepest, tenthOfMinimum, openEnded } = suggest(sweep(loss(fall, rise), noise));
      const tolerance = noise === 0 ? 0.06 : 0.35;
      assert.ok(Math.abs(decades(steepest) - decades(fall)) < tolerance, `${steepest}`);
      const off = Math.abs(decades(tenthOfMinimum) - decades(low / 10));
      assert.ok(off < (noise === 0 ? 0.2 : 0.8), `${tenthOfMinimum} for ${low / 10}`);
      assert.equal(openEnded, false);
    });
  }

  const hopeless: [string, number[]][] = [
    ['a flat loss', sweep(() => 2.3, 0.1)],
    ['a loss that only rises', sweep((rate) => 2.3 + rate)],
    ['a single step', [2.3]],
    ['no step', []],
  ];
  for (const [what, losses] of hopeless) {
    it(`suggests nothing for ${what}`, () => {
      const { steepest, tenthOfMinimum } = suggest(losses);
      assert.deepEqual([steepest, tenthOfMinimum], [undefined, undefined]);
    });
  }

  it('says when the loss still falls at the last rate', () => {
    assert.equal(suggest(sweep(loss(0.3, 1e6))).openEnded, true);
  });

  it('tells divergence from noise, and from getting very good', () => {
    const stops = (losses: readonly number[]) => losses.findIndex(divergenceTest());
    assert.equal(stops(sweep(loss(1e-3, 1e3), 0.2)), -1);
    assert.equal(stops([2.3, 2.2, NaN, 1]), 2);
    assert.equal(stops([2.3, 2.2, Infinity]), 2);
    assert.equal(stops(Array.from({ length: 50 }, (_, i) => (i < 40 ? 0.5 ** i : 1e-3))), -1);
    const exploding = sweep(loss(1e-3, 0.05));
    const stopped = stops(exploding);
    assert.ok(stopped > 0 && exploding[stopped] > 2.3);
  });
});
