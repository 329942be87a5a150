import assert from 'node:assert/strict';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import type { Dimension, Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { lower } from '../../../src/lowering/lower';
import { decomposable, decompose } from '../../../src/lowering/webgpu/decompose';
import { gradientCases } from './cases';
import {
  distinct,
  type Feeds,
  floats,
  type GradientCase,
  operatorCase,
  runGraph,
  feedsOf,
  withGradients,
} from './support';

const shapes: Readonly<Record<string, readonly number[]>> = {
  x: [4, 2, 8, 8],
  target: [4, 3],
  filters: [5, 2, 3, 3],
  filterBias: [5],
  weight: [3, 80],
  bias: [3],
};
const parameters = ['filters', 'filterBias', 'weight', 'bias'] as const;

/** A small convolutional network with cross-entropy loss and all its gradients. */
function networkWithGradients(batch: Dimension): Graph {
  const graph = new GraphBuilder();
  const value = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]): [string, Value] => [
      name,
      graph.input(
        name,
        'float32',
        name === 'x' || name === 'target' ? [batch, ...shape.slice(1)] : shape,
      ),
    ]),
  ) as Record<keyof typeof shapes, Value>;
  const maps = graph.conv(value.x, value.filters, { bias: value.filterBias, pads: [1, 1, 1, 1] });
  const pooled = graph.maxPool(graph.relu(maps), { kernel_shape: [2, 2], strides: [2, 2] });
  const flat = graph.flatten(pooled);
  const logits = graph.gemm(flat, value.weight, { bias: value.bias, transB: 1 });
  const logs = graph.mul(graph.logSoftmax(logits, { axis: 1 }), value.target);
  const perSample = graph.reduceSum(logs, { axes: [1], keepdims: 0 });
  const loss = graph.neg(graph.reduceMean(perSample, { keepdims: 0 }));
  graph.output('loss', loss);
  const wanted = parameters.map((name) => value[name]);
  const found = gradients(graph, loss, wanted);
  parameters.forEach((name, i) => graph.output(`d_${name}`, found.get(wanted[i])!));
  return graph.build();
}

const feeds: Feeds = Object.fromEntries(
  Object.entries(shapes).map(([name, shape], i) => {
    const data = distinct(shape, i).map((x) => (name === 'target' ? 0 : x / 4));
    if (name === 'target') [1, 3, 8, 10].forEach((place) => (data[place] = 1));
    return [name, new Tensor('float32', data, shape)];
  }),
);

const assertClose = (
  actual: Record<string, Tensor>,
  expected: Record<string, Tensor>,
  tolerance = 1e-6,
): void => {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, tensor] of Object.entries(expected)) {
    assert.deepEqual(actual[name].dims, tensor.dims, name);
    floats(actual[name]).forEach((x, i) => {
      assert.ok(
        Math.abs(x - floats(tensor)[i]) <= tolerance * Math.max(1, Math.abs(x)),
        `${name}[${i}]: ${x}`,
      );
    });
  }
};

describe('rewritten graphs', () => {
  it('compute the same, for every operator and its gradient', async function () {
    this.timeout(60_000);
    for (const test of Object.values(gradientCases).flat()) {
      const graph = withGradients(test);
      const feeds = feedsOf(test);
      const expected = await runGraph(graph, feeds);
      for (const target of [{}, { provider: 'cpu' }] as const) {
        const written = lower(graph, target);
        assertClose(await runGraph(written, feeds), expected, 1e-5);
      }
    }
  });

  it('compute the same with simpler operators', async () => {
    const both = (x: Value, y: Value, graph: GraphBuilder) =>
      [x, y].map((value) => graph.greater(value, 0));
    const logical = (name: string): GradientCase => ({
      inputs: [[2, 4], [4]],
      build: (graph, [x, y]) => graph.cast(graph.apply(name, both(x, y, graph)), { to: 1 }),
    });
    const cases: Readonly<Record<string, readonly GradientCase[]>> = {
      ...gradientCases,
      Sign: [operatorCase('Sign', [[2, 3]])],
      Or: [logical('Or')],
      Xor: [logical('Xor')],
    };
    for (const operator of decomposable) {
      let rewritten = 0;
      for (const test of cases[operator]) {
        const graph = withGradients(test, []);
        const simpler = decompose(graph, [operator]);
        if (simpler === graph) continue;
        rewritten += Number(simpler.nodes.length > graph.nodes.length);
        const feeds = feedsOf(test);
        assertClose(await runGraph(simpler, feeds), await runGraph(graph, feeds));
      }
      assert.ok(rewritten > 0, operator);
    }
  });
});

describe('a network with gradients', () => {
  it('has, with a named batch axis, the gradients it has with a known one', async () => {
    const known = await runGraph(networkWithGradients(4), feeds);
    assertClose(await runGraph(networkWithGradients('N'), feeds), known);
  });

  it('computes the same after all passes, with fewer nodes', async () => {
    const graph = networkWithGradients(4);
    const optimized = lower(graph, {});
    assert.ok(optimized.nodes.length < lower(graph, {}, []).nodes.length);
    assertClose(await runGraph(optimized, feeds), await runGraph(graph, feeds));
  });

  it('has softmax minus target as the gradient of the last bias', async () => {
    const graph = new GraphBuilder();
    const logits = graph.input('logits', 'float32', [2, 3]);
    const target = graph.constant(Float32Array.of(0, 1, 0, 1, 0, 0), [2, 3]);
    const logs = graph.mul(graph.logSoftmax(logits), target);
    const loss = graph.neg(graph.reduceSum(logs, { keepdims: 0 }));
    graph.output('d', gradients(graph, loss, [logits]).get(logits)!);
    const x = [0.3, -1.2, 2, 0, 1, -1];
    const { d } = await runGraph(graph.build(), { logits: new Tensor('float32', x, [2, 3]) });
    [x.slice(0, 3), x.slice(3)].forEach((row, sample) => {
      const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
      row.forEach((value, i) => {
        const expected = Math.exp(value) / total - Number(target.data![sample * 3 + i]);
        assert.ok(Math.abs(floats(d)[sample * 3 + i] - expected) < 1e-6);
      });
    });
  });
});
