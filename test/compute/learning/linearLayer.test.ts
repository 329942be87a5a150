import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Dimension, Value } from '../../../src/graph/graph';
import { linearLayer } from '../../../src/learning/rules/parts/linearLayer';
import { lower } from '../../../src/network/lower';
import { chain, networkOf } from '../../unit/network/support';
import { distinct, floats, runGraph } from '../graph/support';
import { tensor } from './support';

const layers: Readonly<Record<string, string>> = {
  'dense on images': chain('x[2, 5, 4]', 'output H: dense(3) logistic'),
  'dense on rows': chain('x[7]', 'output H: dense(3) logistic'),
  'dense without a bias': chain('x[7]', 'output H: dense(3, bias: false) logistic'),
  'dense behind a layer': chain('x[7]', 'dense(5, frozen: true) tanh', 'output H: dense(3)'),
  conv: chain('x[2, 6, 5]', 'output H: conv(3, kernel: 3) logistic'),
  'conv, padded and strided': chain(
    'x[2, 6, 7]',
    'output H: conv(3, kernel: 3, padding: 1, stride: 2)',
  ),
  'conv in groups': chain('x[4, 6, 5]', 'output H: conv(6, kernel: 2, groups: 2)'),
  'conv with a table': chain(
    'x[3, 5, 5]',
    'output H: conv(2, kernel: 3, connections: [[0, 1], [2]])',
  ),
  local: chain('x[2, 6, 5]', 'output H: local(3, kernel: 3) logistic'),
  'local, padded and strided': chain(
    'x[2, 6, 7]',
    'output H: local(3, kernel: 3, padding: 1, stride: 2)',
  ),
};

const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  assert.equal(a.length, b.length);
  return Array.from(a, (value, i) => value * b[i]).reduce((sum, product) => sum + product, 0);
};

/** A linear layer on `batch` samples, and on `other` ones; what is left out has no gradients in a batch of any size. */
function graphOf(text: string, batch: Dimension, other: number | undefined) {
  const network = networkOf(text);
  const graph = new GraphBuilder();
  const lowered = lower(network, graph, {
    batch,
    training: false,
    parameter: (key, shape) => graph.input(key, 'float32', shape),
  });
  const linear = linearLayer(graph, network, lowered);
  const size = other ?? batch;
  const h = graph.input('h', 'float32', [size, ...linear.shape]);
  const fed = graph.input('fed', 'float32', [size, ...linear.inputShape]);
  // As in a chain of samples, the input is computed from the weights.
  const x = graph.add(fed, graph.reduceMean(linear.weight, { keepdims: 0 }));
  const give = (name: string, value: Value) => graph.output(name, value);
  give('read', x);
  give('sums', linear.sums(x));
  give('down', linear.down(h));
  if (other !== undefined)
    for (const [key, value] of linear.correlations(h, x)) give(`along ${key}`, value);
  return { graph: graph.build(), linear };
}

async function run(text: string, batch: Dimension, other: number | undefined, samples: number) {
  const { graph, linear } = graphOf(text, batch, other);
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name, type }, i) => {
      const rows = name === 'x' ? samples : (other ?? samples);
      const shape = type.shape.map((length) => (typeof length === 'string' ? rows : length));
      return [name, tensor(distinct(shape, i + 1), shape)];
    }),
  );
  const found = await runGraph(graph, feeds);
  const of = (name: string) => floats(found[name] ?? feeds[name]);
  return { linear, of };
}

describe('transposes of a linear layer', () => {
  for (const [name, text] of Object.entries(layers))
    it(`${name}: ⟨h, Wx + b⟩ = ⟨Wᵀh, x⟩ + ⟨Σh, b⟩ = ⟨Σhxᵀ, W⟩ + ⟨Σh, b⟩`, async () => {
      for (const samples of [4, 3]) {
        const { linear, of } = await run(text, 4, samples, 4);
        const [weight, bias] = [linear.weightKey, linear.biasKey];
        const shift = bias === undefined ? 0 : inner(of(`along ${bias}`), of(bias));
        const whole = inner(of('h'), of('sums'));
        const tolerance = 1e-4 * Math.max(1, Math.abs(whole), Math.abs(shift));
        const near = (actual: number) =>
          assert.ok(Math.abs(actual + shift - whole) < tolerance, `${actual + shift}, ${whole}`);
        near(inner(of('down'), of('read')));
        near(inner(of(`along ${weight}`), of(weight)));
      }
    });

  for (const [name, text] of Object.entries(layers))
    it(`${name}: the same on a batch of any size`, async () => {
      const fixed = await run(text, 4, 4, 4);
      const any = await run(text, 'N', undefined, 4);
      assert.deepEqual(any.of('down'), fixed.of('down'));
      assert.deepEqual(any.of('sums'), fixed.of('sums'));
    });
});
