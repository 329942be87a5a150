import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { initialize } from '../../../src/network/initialize';
import { chain, networkOf } from './support';

const inputs = 300;
const units = 500;

const weightsOf = (init: string, seed = 1) =>
  initialize(
    networkOf(chain(`x[${inputs}]`, `A: dense(${units}, init: ${init})`, 'output: dense(2)')),
    seed,
  ).get('A.weight')!;

/** Variance and largest magnitude by each initializer's formula. */
const cases: Readonly<Record<string, { variance: number; largest?: number }>> = {
  he: { variance: 2 / inputs },
  glorot: { variance: 2 / (inputs + units), largest: Math.sqrt(6 / (inputs + units)) },
  lecun: { variance: 1 / inputs },
  'uniform(0.3)': { variance: 0.03, largest: 0.3 },
  'normal(0.2)': { variance: 0.04 },
  signs: { variance: 1, largest: 1 },
};

/** The spectral radius by Gelfand's formula: the 2⁸-th root of |A^(2⁸)|, by squaring. */
function gelfand(matrix: Float32Array, size: number): number {
  let power = Float64Array.from(matrix);
  let logarithm = 0;
  for (let squaring = 1; squaring <= 8; squaring++) {
    const next = new Float64Array(power.length);
    for (let i = 0; i < size; i++)
      for (let k = 0; k < size; k++) {
        const a = power[i * size + k];
        if (a !== 0) for (let j = 0; j < size; j++) next[i * size + j] += a * power[k * size + j];
      }
    const norm = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    logarithm += Math.log(norm) / 2 ** squaring;
    power = next.map((x) => x / norm);
  }
  return Math.exp(logarithm);
}

describe('initial weights', () => {
  for (const [init, { variance, largest = Infinity }] of Object.entries(cases)) {
    it(`${init} has mean 0 and its variance`, () => {
      const weights = weightsOf(init);
      const count = weights.length;
      const mean = weights.reduce((sum, w) => sum + w, 0) / count;
      const found = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / count;
      // Five standard errors.
      assert.ok(Math.abs(mean) < 5 * Math.sqrt(variance / count), `mean ${mean}`);
      assert.ok(Math.abs(found / variance - 1) < 5 * Math.sqrt(2 / count), `variance ${found}`);
      assert.ok(weights.every((w) => Math.abs(w) <= largest * (1 + 1e-6)));
    });
  }

  it('of `zeros` and `constant` are that number', () => {
    assert.ok(weightsOf('zeros').every((w) => w === 0));
    assert.ok(weightsOf('constant(0.5)').every((w) => w === 0.5));
  });

  it('of a reservoir have its spectral radius and density, and are not trained', () => {
    const size = 120;
    const network = networkOf(
      chain('x[5, 2]', `R: reservoir(${size}, radius: 0.7, density: 0.1)`, 'output: dense(2)'),
    );
    assert.ok(network.layers[0].parameters.every(({ frozen }) => frozen));
    const matrix = initialize(network, 1).get('R.recurrent')!;
    const radius = gelfand(matrix, size);
    assert.ok(Math.abs(radius - 0.7) < 0.014, `radius ${radius}`);
    const density = matrix.filter((weight) => weight !== 0).length / matrix.length;
    assert.ok(Math.abs(density - 0.1) < 0.02, `density ${density}`);
  });

  it('`spectral` gives the rows of a matrix that is not square their norm', () => {
    const weights = weightsOf('spectral(0.8)');
    const squares = weights.reduce((sum, w) => sum + w * w, 0);
    assert.ok(Math.abs(Math.sqrt(squares / units) - 0.8) < 1e-5);
  });

  it('`spectral` of weights that are all zero stays so', () => {
    const network = networkOf(chain('x[5, 2]', 'R: reservoir(2, radius: 0)', 'output: dense(2)'));
    assert.deepEqual([...initialize(network, 1).get('R.recurrent')!], [0, 0, 0, 0]);
  });

  it('count the connections into a unit of a grouped convolution', () => {
    const { layers } = networkOf(
      chain('image[4, 8, 8]', 'C: conv(6, kernel: [3, 5], groups: 2)', 'output: dense(2)'),
    );
    const [{ fanIn, fanOut, shape }] = layers[0].parameters;
    assert.deepEqual([fanIn, fanOut, [...shape]], [2 * 15, 3 * 15, [6, 2, 3, 5]]);
  });

  it('are the same for the same seed, and differ between seeds and layers', () => {
    const network = networkOf(chain('x[4]', 'A: dense(4)', 'B: dense(4)', 'output: dense(2)'));
    const first = initialize(network, 3);
    assert.deepEqual(initialize(network, 3), first);
    assert.notDeepEqual(initialize(network, 4).get('A.weight'), first.get('A.weight'));
    assert.notDeepEqual(first.get('A.weight'), first.get('B.weight'));
  });
});
