import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { median } from '../../../src/numerics/median';
import { theilSen } from '../../../src/numerics/theilSen';
import { Random } from '../../../src/random/random';

const near = (actual: number | undefined, expected: number, what: string) =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${what}: ${actual}, not ${expected}`);

describe('the line of Theil and Sen', () => {
  it('has the slope of the example of Sen (1968, section 7)', () => {
    const fitted = theilSen([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]);
    assert.deepEqual(fitted, { slope: 4, intercept: 6 });
  });

  it('is what most points lie on, wherever the others are', () => {
    const xs = Array.from({ length: 20 }, (_, i) => i);
    const ys = xs.map((x) => (x % 4 === 1 ? 1e6 * Math.sin(x) : -0.61 * x + 2));
    const fitted = theilSen(xs, ys);
    near(fitted?.slope, -0.61, 'slope');
    near(fitted?.intercept, 2, 'intercept');
  });

  it('leaves at most half of the pairs rising or falling, and of the points above or below', () => {
    const random = new Random(5);
    for (const count of [2, 3, 8, 25, 40]) {
      const xs = [...random.fillUniform(new Float32Array(count))];
      const ys = [...random.fillUniform(new Float32Array(count))];
      const { slope, intercept } = theilSen(xs, ys)!;
      const rest = xs.map((x, i) => ys[i] - slope * x - intercept);
      const pairs = rest.flatMap((r, i) =>
        rest.slice(0, i).map((other, j) => (r - other) / (xs[i] - xs[j])),
      );
      for (const [what, all] of Object.entries({ rest, pairs })) {
        assert.ok(2 * all.filter((r) => r > 1e-9).length <= all.length, `${count} ${what}: above`);
        assert.ok(2 * all.filter((r) => r < -1e-9).length <= all.length, `${count} ${what}: below`);
      }
    }
  });

  it('leaves out points that are not finite', () => {
    const fitted = theilSen([0, 1, 2, 3, NaN], [1, -Infinity, 5, 7, 0]);
    assert.deepEqual(fitted, { slope: 2, intercept: 1 });
  });

  it('needs two places', () => {
    assert.equal(theilSen([], []), undefined);
    assert.equal(theilSen([3], [1]), undefined);
    assert.equal(theilSen([3, 3, 3], [1, 2, 3]), undefined);
    assert.equal(theilSen([1, 2], [NaN, 3]), undefined);
    assert.deepEqual(theilSen([1, 3], [4, 8]), { slope: 2, intercept: 2 });
  });
});

describe('the median', () => {
  it('is the middle one, or between the two in the middle', () => {
    assert.equal(median([9, -3, 100]), 9);
    assert.equal(median([10, 2, 4, 1]), 3);
    assert.equal(median([7]), 7);
    assert.equal(median([]), undefined);
  });
});
