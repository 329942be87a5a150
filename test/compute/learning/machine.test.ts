import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pcd } from '../../../src/learning/rules/pcd';
import { chain, networkOf } from '../../unit/network/support';
import { distinct, floats, runGraph, type Feeds } from '../graph/support';
import { plan, tensor } from './support';

const [visible, hidden, classes, samples, chains] = [4, 3, 3, 12, 5];
const text = chain(
  'x[1, 2, 2]',
  `H: dense(${hidden}) logistic`,
  `output O: dense(${classes}) softmax`,
);

async function evaluated(kind: 'bernoulli' | 'gaussian') {
  const method = pcd.method({ chains, steps: 1, visible: kind, labels: true });
  const targets = { kind: 'classes', count: classes } as const;
  const evaluation = method.evaluate(networkOf(text), plan(), { targets });
  const feeds: Feeds = Object.fromEntries(
    evaluation.graph.inputs.map(({ name, type }, i) => {
      const shape = type.shape.map((length) => (typeof length === 'string' ? samples : length));
      const numbers = distinct(shape, i + 1).map((x) => 2 * x);
      if (name === 'targets') numbers.forEach((_, at) => (numbers[at] = 0));
      if (name === 'targets')
        for (let n = 0; n < samples; n++) numbers[n * classes + (n % classes)] = 1;
      return [name, tensor(numbers, shape)];
    }),
  );
  const found = await runGraph(evaluation.graph, feeds);
  const of = (key: string) => floats(feeds[key] ?? found[key]);
  return { of, feeds, evaluation };
}

/** −log Σ_h exp(−E(v, h, y)), over all 2³ states of the hidden units. */
function freeEnergy(
  of: (key: string) => Float32Array,
  kind: 'bernoulli' | 'gaussian',
  v: Float32Array,
  y: number,
): number {
  let sum = 0;
  for (let state = 0; state < 2 ** hidden; state++) {
    let energy = -of('O.bias')[y];
    v.forEach((x, i) => {
      const b = of('H.visible_bias')[i];
      energy += kind === 'gaussian' ? (x - b) ** 2 / 2 : -b * x;
    });
    for (let j = 0; j < hidden; j++) {
      if (!(state & (1 << j))) continue;
      energy -= of('H.bias')[j] + of('O.weight')[y * hidden + j];
      v.forEach((x, i) => (energy -= of('H.weight')[j * visible + i] * x));
    }
    sum += Math.exp(-energy);
  }
  return -Math.log(sum);
}

describe('a Boltzmann machine with label units, summed over all states', () => {
  for (const kind of ['bernoulli', 'gaussian'] as const)
    it(`${kind}: free energy, and the class of the least`, async () => {
      const { of } = await evaluated(kind);
      let [energy, right] = [0, 0];
      for (let n = 0; n < samples; n++) {
        const v = of('samples').subarray(n * visible, (n + 1) * visible);
        const energies = Array.from({ length: classes }, (_, y) => freeEnergy(of, kind, v, y));
        energy += energies[n % classes];
        if (Math.min(...energies) === energies[n % classes]) right++;
      }
      const told = of('measure:free_energy')[0];
      assert.ok(Math.abs(told - energy) < 1e-4 * Math.abs(energy), `${told}, expected ${energy}`);
      assert.equal(of('measure:accuracy')[0], right);
      assert.ok(right > 0 && right < samples, `${right} of ${samples} say little`);
    });

  it('draws weights, reconstructions and what the chains have come to', async () => {
    const { of, evaluation } = await evaluated('gaussian');
    assert.deepEqual(
      evaluation.pictures.map(({ name }) => name),
      ['weights', 'reconstructions', 'fantasies'],
    );
    const fantasies = of(evaluation.pictures[2].output);
    for (let n = 0; n < chains; n++)
      for (let i = 0; i < visible; i++) {
        let mean = of('H.visible_bias')[i];
        for (let j = 0; j < hidden; j++)
          mean += of('H.chains')[n * hidden + j] * of('H.weight')[j * visible + i];
        assert.ok(Math.abs(fantasies[n * visible + i] - mean) < 1e-5);
      }
  });
});
