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

  it('of a reservoir have about its spectral radius, and are not trained', () => {
    const network = networkOf(
      chain('x[5, 2]', `R: reservoir(${inputs}, radius: 0.7)`, 'output: dense(2)'),
    );
    assert.ok(network.layers[0].parameters.every(({ frozen }) => frozen));
    const matrix = initialize(network, 1).get('R.recurrent')!;
    // Gelfand: the k-th root of |Aᵏ v| tends to the spectral radius.
    const turns = 200;
    let v = Float64Array.from({ length: inputs }, () => 1);
    let growth = 0;
    for (let turn = 0; turn < turns; turn++) {
      v = v.map((_, i) => v.reduce((sum, x, j) => sum + matrix[i * inputs + j] * x, 0));
      const norm = Math.hypot(...v);
      if (turn >= turns / 2) growth += Math.log(norm);
      v = v.map((x) => x / norm);
    }
    const radius = Math.exp(growth / (turns / 2));
    assert.ok(Math.abs(radius - 0.7) < 0.07, `radius ${radius}`);
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
