import assert from 'node:assert/strict';
import { Tensor } from 'onnxruntime-node';
import { describe, it } from 'mocha';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import type { Dimension, Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { decomposable, decompose, optimize, passNames } from '../../../src/graph/passes';
import { gradientCases } from './cases';
import { distinct, type Feeds, floats, type GradientCase, operatorCase, runGraph } from './support';

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
  const maps = graph.add('Conv', [value.x, value.filters, value.filterBias], {
    pads: [1, 1, 1, 1],
  });
  const pooled = graph.add('MaxPool', [graph.add('Relu', [maps])], {
    kernel_shape: [2, 2],
    strides: [2, 2],
  });
  const flat = graph.add('Flatten', [pooled]);
  const logits = graph.add('Gemm', [flat, value.weight, value.bias], { transB: 1 });
  const logs = graph.add('Mul', [graph.add('LogSoftmax', [logits], { axis: 1 }), value.target]);
  const perSample = graph.add('ReduceSum', [logs, graph.ints([1])], { keepdims: 0 });
  const loss = graph.add('Neg', [graph.add('ReduceMean', [perSample], { keepdims: 0 })]);
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

/** The forward graph of a case and the gradients of the sum of its squared outputs. */
function withGradients(test: GradientCase): Graph {
  const graph = new GraphBuilder();
  const inputs = test.inputs.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
  const result = test.build(graph, inputs);
  const outputs = 'name' in result ? [result] : result;
  const parts = outputs.map((output) =>
    graph.add('ReduceSum', [graph.add('Mul', [output, output])], { keepdims: 0 }),
  );
  const loss = parts.reduce((sum, part) => graph.add('Add', [sum, part]));
  const found = gradients(graph, loss, inputs);
  outputs.forEach((output, i) => graph.output(`y${i}`, output));
  inputs.forEach((input, i) => {
    const gradient = found.get(input);
    if (gradient) graph.output(`dx${i}`, gradient);
  });
  return graph.build();
}

describe('rewritten graphs', () => {
  it('compute the same, for every operator and its gradient', async function () {
    this.timeout(60_000);
    for (const test of Object.values(gradientCases).flat()) {
      const graph = withGradients(test);
      const feeds = Object.fromEntries(
        test.inputs.map((shape, i) => {
          const data = (test.data ?? distinct)(shape, i);
          return [`x${i}`, new Tensor('float32', data, shape)];
        }),
      );
      const expected = await runGraph(graph, feeds);
      for (const cpu of [false, true]) {
        const written = optimize(graph, passNames, { cpu });
        assertClose(await runGraph(written, feeds), expected, 1e-5);
      }
    }
  });

  it('compute the same with simpler operators', async () => {
    const cases: Readonly<Record<string, GradientCase>> = {
      ...Object.fromEntries(decomposable.map((name) => [name, gradientCases[name]?.[0]])),
      Sign: operatorCase('Sign', [[2, 3]]),
      ...Object.fromEntries(
        ['Or', 'Xor'].map((name) => [
          name,
          {
            inputs: [[2, 4], [4]],
            build: (graph: GraphBuilder, [x, y]: readonly Value[]) => {
              const positive = [x, y].map((value) =>
                graph.add('Greater', [value, graph.scalar(0)]),
              );
              return graph.add('Cast', [graph.add(name, positive)], { to: 1 });
            },
          },
        ]),
      ),
    };
    assert.deepEqual(Object.keys(cases).sort(), [...decomposable].sort());
    for (const [operator, test] of Object.entries(cases)) {
      const builder = new GraphBuilder();
      const inputs = test.inputs.map((shape, i) => builder.input(`x${i}`, 'float32', shape));
      builder.output('y', test.build(builder, inputs) as Value);
      const graph = builder.build();
      const simpler = decompose(graph);
      assert.ok(simpler.nodes.every((node) => node.operator.name !== operator));
      const feeds = Object.fromEntries(
        test.inputs.map((shape, i) => [`x${i}`, new Tensor('float32', distinct(shape, i), shape)]),
      );
      assertClose(await runGraph(simpler, feeds), await runGraph(graph, feeds));
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
    const optimized = optimize(graph);
    assert.ok(optimized.nodes.length < graph.nodes.length);
    assertClose(await runGraph(optimized, feeds), await runGraph(graph, feeds));
  });

  it('has softmax minus target as the gradient of the last bias', async () => {
    const graph = new GraphBuilder();
    const logits = graph.input('logits', 'float32', [2, 3]);
    const target = graph.constant(Float32Array.of(0, 1, 0, 1, 0, 0), [2, 3]);
    const logs = graph.add('Mul', [graph.add('LogSoftmax', [logits]), target]);
    const loss = graph.add('Neg', [graph.add('ReduceSum', [logs], { keepdims: 0 })]);
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
