import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { symmetricEigen } from '../../../src/numerics/symmetricEigen';
import { Random } from '../../../src/random/random';

const n = 40;
const numbers = new Random(3).fillUniform(new Float32Array(n * n));
/** Symmetric, [n, n]. */
const of = (entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return entry(Math.min(i, j), Math.max(i, j));
  });

const matrices: Readonly<Record<string, Float64Array>> = {
  'random numbers': of((i, j) => numbers[i * n + j] - 0.5),
  'equal numbers, of rank 1': of(() => 2),
  'equal eigenvalues': of((i, j) => (i === j ? 3 : 0)),
  'a diagonal, unsorted': of((i, j) => (i === j ? Math.sin(5 * i) : 0)),
  'blocks that do not touch': of((i, j) => (j < 7 || i >= 7 ? numbers[i * n + j] : 0)),
  'eigenvalues far apart': of((i, j) => numbers[i * n + j] * 10 ** (-i / 4)),
  zeros: of(() => 0),
  'a single number': Float64Array.of(-4),
};

describe('the eigen-decomposition of a symmetric matrix', () => {
  for (const [name, matrix] of Object.entries(matrices)) {
    it(`holds for ${name}`, () => {
      const { values, vectors } = symmetricEigen(matrix);
      const n = values.length;
      const size = Math.max(1, ...matrix.map(Math.abs));
      const near = (actual: number, expected: number, what: string) =>
        assert.ok(Math.abs(actual - expected) < 1e-12 * n * size, `${what}: ${actual}`);
      const row = (rows: Float64Array, i: number) => rows.subarray(i * n, (i + 1) * n);
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((s, x, i) => s + x * b[i], 0);
      values.forEach((value, k) => {
        const vector = row(vectors, k);
        vector.forEach((x, i) => near(dot(row(matrix, i), vector), value * x, `A v${k}`));
        for (let l = 0; l <= k; l++) near(dot(vector, row(vectors, l)), Number(l === k), 'v v');
        if (k > 0) assert.ok(value <= values[k - 1], 'the greatest comes first');
      });
    });
  }

  it('is refused for a matrix with infinite numbers', () => {
    assert.throws(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1)), RangeError);
  });
});
