import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { powerOfTen } from '../../../src/text/numbers';
import { logScale } from '../../../src/views/logScale';
import { epochsShown, roundUp } from '../../../webview/charts/scale';

describe('logarithmic scale', () => {
  const cases: readonly (readonly [(number | null)[], number, number])[] = [
    [[0.002, 0.4], -3, 0],
    [[0.001, 1], -3, 0],
    [[5], -1, 1],
    [[1], -1, 1],
    [[null, 0, -3, NaN, Infinity], -2, 0],
    [[1e-30, 1], -12, 0],
  ];
  for (const [values, low, high] of cases) {
    it(`of ${values.join(', ')} runs from 1e${low} to 1e${high}`, () => {
      const scale = logScale(values);
      deepEqual([scale.low, scale.high], [low, high]);
    });
  }

  it('places decades evenly and what is not positive at the start', () => {
    const scale = logScale([0.001, 1]);
    deepEqual(
      [0.001, 1, 0, -1, NaN, 1e9].map((value) => scale.position(value)),
      [0, 1, 0, 0, 0, 1],
    );
    ok(Math.abs(scale.position(0.01) - 1 / 3) < 1e-12);
  });

  it('keeps positive values in order', () => {
    const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(positive, { minLength: 2 }), (values) => {
        const scale = logScale(values);
        const sorted = values.toSorted((a, b) => a - b).map((value) => scale.position(value));
        return sorted.every((value, i) => i === 0 || value >= (sorted[i - 1] ?? 0));
      }),
    );
  });

  it('labels no more ticks than there is room for', () => {
    deepEqual(logScale([1e-8, 1]).ticks(5), [-8, -6, -4, -2, 0]);
    deepEqual(logScale([0.01, 1]).ticks(5), [-2, -1, 0]);
  });

  it('writes powers of ten', () => {
    deepEqual([-12, 0, 1, 5].map(powerOfTen), ['10⁻¹²', '1', '10', '10⁵']);
  });
});

describe('round upper bound', () => {
  for (const [value, bound] of [
    [2.3, 2.5],
    [2.78, 3],
    [0.07, 0.08],
    [10, 10],
    [99, 100],
    [0, 1],
    [NaN, 1],
  ] as const) {
    it(`of ${value} is ${bound}`, () => equal(Number(roundUp(value).toPrecision(6)), bound));
  }
});

describe('the epochs of a chart', () => {
  const cases: readonly (readonly [epochs: number, done: number, shown: number])[] = [
    [8, 0, 8],
    [16, 0.1, 16],
    [5000, 33, 157],
    [5000, 700, 5000],
    [1000, 0, 16],
    [0, 0, 1],
  ];
  for (const [epochs, done, shown] of cases)
    it(`${shown} when ${done} of ${epochs} are done`, () =>
      equal(epochsShown(epochs, done), shown));

  it('hold what is done, and grow with it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const done = n * part;
          return epochsShown(n, done) >= done && epochsShown(n, done) <= epochsShown(n, n);
        },
      ),
    );
  });
});
