import { deepEqual, equal, ok } from 'node:assert/strict';
import { UnitMoments } from '../../../../src/compute/evaluation/correlation';

type Samples = readonly (readonly number[])[];

/** Adds samples [samples, units] in batches, as a graph sums them. */
function moments(samples: Samples, batch: number): UnitMoments {
  const units = samples[0].length;
  const joined = new UnitMoments(units);
  for (let from = 0; from < samples.length; from += batch) {
    const part = samples.slice(from, from + batch);
    const mean = part[0].map((_, i) => part.reduce((sum, x) => sum + x[i], 0) / part.length);
    const products = mean.flatMap((_, i) =>
      mean.map((_, j) => part.reduce((sum, x) => sum + (x[i] - mean[i]) * (x[j] - mean[j]), 0)),
    );
    joined.add(part.length, mean, products);
  }
  return joined;
}

/** Pearson's correlation of two units over all samples at once. */
function pearson(samples: Samples, i: number, j: number): number {
  const n = samples.length;
  const sum = (value: (x: readonly number[]) => number) =>
    samples.reduce((total, x) => total + value(x), 0);
  const covariance = n * sum((x) => x[i] * x[j]) - sum((x) => x[i]) * sum((x) => x[j]);
  const variance = (k: number) => n * sum((x) => x[k] ** 2) - sum((x) => x[k]) ** 2;
  return covariance / Math.sqrt(variance(i) * variance(j));
}

const samples: Samples = Array.from({ length: 50 }, (_, n) => {
  const [a, b] = [Math.sin(n), Math.cos(3 * n)];
  return [a, b, 5 - 2 * a, 7, a + 0.05 * b];
});

describe('redundant units', () => {
  it('are those whose outputs follow from an earlier one, up or down', () => {
    const found = moments(samples, 8).redundancy(0.99, 10)!;
    deepEqual(
      found.closest.map(({ units }) => units),
      [
        [0, 2],
        [0, 4],
        [2, 4],
      ],
    );
    equal(found.redundant, 2);
    for (const { units, correlation } of found.closest)
      ok(Math.abs(correlation - pearson(samples, ...units)) < 1e-9);
    ok(found.closest[0].correlation < -0.999);
  });

  it('do not depend on how samples are cut into batches', () => {
    const numbers = [1, 8, 50].map((batch) =>
      moments(samples, batch)
        .redundancy(0, 20)!
        .closest.map(({ correlation }) => correlation.toFixed(9))
        .sort(),
    );
    deepEqual(numbers[1], numbers[0]);
    deepEqual(numbers[2], numbers[0]);
  });

  it('are no units that never change', () => {
    const constant = Array.from({ length: 30 }, () => [7, 7, 0]);
    deepEqual(moments(constant, 10).redundancy(0.99, 5), { redundant: 0, pairs: 0, closest: [] });
  });

  it('cannot be told from a few samples', () => {
    equal(moments(samples.slice(0, 19), 19).redundancy(0.99, 5), undefined);
  });

  it('are listed up to as many pairs as are asked for, and all counted', () => {
    const found = moments(samples, 50).redundancy(0.99, 1)!;
    deepEqual([found.closest.length, found.pairs], [1, 3]);
  });
});
