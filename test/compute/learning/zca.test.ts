import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { phasesOf } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { sessionOf } from '../graph/support';
import { call, plan, tensor } from './support';

const [inputs, samples, batches] = [7, 300, 3];

/** Samples whose numbers depend on each other, and whose means are not zero; no direction is without variance. */
function mixed(): Float32Array[] {
  const mix = new Random(1).fillUniform(new Float32Array(inputs * inputs));
  return Array.from({ length: samples }, (_, n) => {
    const sources = new Random(2, n).fillUniform(new Float32Array(inputs));
    return Float32Array.from(sources, (_, i) =>
      sources.reduce(
        (sum, value, j) => sum + (mix[i * inputs + j] + Number(i === j)) * (value + 0.1 * j),
        0,
      ),
    );
  });
}

/** Mean and covariance of rows, in plain loops. */
function moments(rows: readonly ArrayLike<number>[]) {
  const axes = Array.from(rows[0], (_, i) => i);
  const mean = axes.map((i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  const covariance = axes.map((i) =>
    axes.map(
      (j) =>
        rows.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / rows.length,
    ),
  );
  return { mean, covariance };
}

const dense = chain(`x[${inputs}]`, `output W: dense(${inputs})`);

async function whiten(rows: readonly Float32Array[], epsilon: number, text = dense) {
  const network = networkOf(text);
  const [phase] = phasesOf(network, plan({ rule: call('zca', { epsilon }) }));
  assert.ok(phase.kind === 'pass');
  const targets = { kind: 'classes', count: 2 } as const;
  const { graph, measures, parameters } = phase.pass.evaluate(network, phase.plan, { targets });
  const session = await sessionOf(graph);
  const initial = initialize(network, 1);
  const shapes = new Map(graph.inputs.map(({ name, type }) => [name, type.shape]));
  const sums = new Map<string, Float64Array>();
  for (let first = 0; first < samples; first += samples / batches) {
    const batch = rows.slice(first, first + samples / batches).flatMap((row) => [...row]);
    const size = samples / batches;
    const feeds: Record<string, ReturnType<typeof tensor>> = {
      samples: tensor(batch, [size, ...network.input.shape]),
      targets: tensor(new Float32Array(2 * size), [size, 2]),
    };
    for (const { key, input } of parameters)
      feeds[input] = tensor(initial.get(key)!, shapes.get(input)!);
    const results = await session.run(
      feeds,
      measures.map(({ output }) => output),
    );
    for (const { name, output } of measures) {
      const numbers = results[output].data as Float32Array;
      const before = sums.get(name);
      sums.set(
        name,
        Float64Array.from(numbers, (number, i) => number + (before?.[i] ?? 0)),
      );
    }
  }
  const { parameters: found, measures: told } = phase.pass.finish({ sums, samples }, phase.plan);
  return {
    weight: found!.get('W.weight')!.data,
    bias: found!.get('W.bias')!.data,
    told: Object.fromEntries(told!.map(({ entry, value }) => [entry.name, value])),
    spectrum: told!.flatMap(({ value, at }) => (at ? [{ ...at, found: value }] : [])),
  };
}

const near = (actual: number, expected: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);

describe('zca', () => {
  const rows = mixed();

  it('makes samples uncorrelated, with mean 0 and variance 1', async () => {
    const { weight, bias } = await whiten(rows, 1e-9);
    const whitened = rows.map((row) =>
      Array.from(bias, (b, i) => row.reduce((sum, x, j) => sum + weight[i * inputs + j] * x, b)),
    );
    const { mean, covariance } = moments(whitened);
    mean.forEach((value) => near(value, 0, 1e-3, 'mean'));
    covariance.forEach((row, i) =>
      row.forEach((value, j) => near(value, Number(i === j), 2e-3, `covariance ${i} ${j}`)),
    );
  });

  /** W is symmetric, and W (C + ε) W is the identity, where C is the covariance of these rows. */
  function assertRoot(weight: Float32Array, epsilon: number, of: readonly ArrayLike<number>[]) {
    const { covariance } = moments(of);
    const axes = covariance.map((_, i) => i);
    const at = (i: number, j: number) => weight[i * axes.length + j];
    const sum = (term: (k: number) => number) => axes.reduce((all, k) => all + term(k), 0);
    for (const i of axes) {
      for (const j of axes) {
        near(at(i, j), at(j, i), 1e-6, 'W − Wᵀ');
        const product = sum((k) =>
          sum((l) => at(i, k) * (covariance[k][l] + (k === l ? epsilon : 0)) * at(l, j)),
        );
        near(product, Number(i === j), 5e-5, `W (C + ε) W ${i} ${j}`);
      }
    }
    return sum((i) => covariance[i][i]);
  }

  it('is the symmetric root of the inverse of the covariance and ε', async () => {
    const { weight, told } = await whiten(rows, 0.05);
    near(told.variance, assertRoot(weight, 0.05, rows), 1e-5, 'variance');
  });

  it('whitens the patches that a convolution reads', async () => {
    const [side, kernel, stride] = [5, 2, 3];
    const images = Array.from({ length: samples }, (_, n) =>
      new Random(4, n).fillUniform(new Float32Array(2 * side * side)),
    );
    const conv = `output W: conv(8, kernel: ${kernel}, stride: ${stride})`;
    const { weight } = await whiten(images, 0.02, chain(`x[2, ${side}, ${side}]`, conv));
    const corners = [0, 3].flatMap((top) => [0, 3].map((left) => top * side + left));
    const places = [0, 1].flatMap((c) => [0, 1, side, side + 1].map((at) => c * side * side + at));
    const patches = images.flatMap((image) =>
      corners.map((corner) => places.map((at) => image[corner + at])),
    );
    assertRoot(weight, 0.02, patches);
  });

  it('draws some filters, and says of how many', () => {
    const network = networkOf(chain('x[1, 6, 6]', 'output W: dense(36)'));
    const [phase] = phasesOf(network, plan({ rule: call('zca', { epsilon: 0.1 }) }));
    assert.ok(phase.kind === 'pass');
    const targets = { kind: 'classes', count: 2 } as const;
    const { graph, pictures } = phase.pass.evaluate(network, phase.plan, { targets });
    const [filters] = pictures;
    const { value } = graph.outputs.find(({ name }) => name === filters.output)!;
    assert.deepEqual(value.type.shape, [16, 1, 6, 6]);
    assert.equal(filters.total, 36);
  });

  it('finds a small variance beside a large mean', async () => {
    const far = rows.map((row) => row.map((x) => 300 + x / 16));
    const { weight } = await whiten(far, 0.01);
    assertRoot(weight, 0.01, far);
  });

  it('tells how many dimensions hold the variance', async () => {
    const flat = rows.map((row) => row.map((_, i) => (i < 4 ? row[i % 2] : 0.5)));
    const { told, spectrum } = await whiten(flat, 0.01);
    assert.equal(told.dimensions, 2);
    near(told.gain, 10, 0.01, 'gain');
    const zeros = spectrum.flatMap(({ value, found }) => (found === 0 ? [value] : []));
    assert.deepEqual(zeros, [3, 4, 5, 6, 7]);
  });

  it('tells the spectrum: of many eigenvalues the first all, then ever fewer, the last one too', async () => {
    // Two samples on each axis, at ±√(n λ): the covariance is diagonal, and λ is known.
    const n = samples / 2;
    const eigenvalue = (place: number) => 8 * 0.7 ** place;
    const onAxes = Array.from({ length: samples }, (_, k) => {
      const row = new Float32Array(n);
      // Not in their order.
      const place = 1 + ((7 * (k >> 1)) % n);
      row[k >> 1] = (k % 2 === 0 ? 1 : -1) * Math.sqrt(n * eigenvalue(place));
      return row;
    });
    const text = chain(`x[${n}]`, `output W: dense(${n})`);
    const { spectrum } = await whiten(onAxes, 0.01, text);
    const places = spectrum.map(({ value }) => value);
    assert.deepEqual(
      places,
      [...new Set(places)].sort((a, b) => a - b),
    );
    assert.deepEqual(
      places.slice(0, 50),
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    assert.equal(places.at(-1), n);
    assert.ok(places.length < n, 'not all');
    for (const { value: place, found, symbol } of spectrum) {
      assert.equal(symbol, 'i');
      const expected = eigenvalue(place);
      // Below what float64 sums resolve it is 0.
      if (expected > 1e-11) near(found / expected, 1, 1e-4, `eigenvalue ${place}`);
      else if (expected < 1e-14) assert.equal(found, 0, `eigenvalue ${place}`);
    }
  });
});
