import assert from 'node:assert/strict';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Attributes, Value } from '../../../src/graph/graph';
import { gradients } from '../../../src/graph/gradients';
import { floats, runGraph } from './support';

/** ∂(Σ f(x))/∂x. */
async function slopes(
  shape: readonly number[],
  x: readonly number[],
  build: (graph: GraphBuilder, x: Value) => Value,
): Promise<number[]> {
  const graph = new GraphBuilder();
  const input = graph.input('x', 'float32', shape);
  const loss = graph.reduceSum(build(graph, input), { keepdims: 0 });
  graph.output('dx', gradients(graph, loss, [input]).get(input)!);
  const { dx } = await runGraph(graph.build(), { x: new Tensor('float32', x, shape) });
  return Array.from(floats(dx), (value) => Math.round(value * 1e6) / 1e6);
}

describe('elements that tie for a maximum', () => {
  const pools: readonly (readonly [string, Attributes, readonly number[], readonly number[]])[] = [
    ['tiling windows', { kernel_shape: [2], strides: [2] }, [1, 1, 3, 2, 7], [0.5, 0.5, 1, 0, 0]],
    ['overlapping windows', { kernel_shape: [2] }, [1, 1, 1, 0, 1], [0.5, 1, 1.5, 0, 1]],
    ['negative windows with padding', { kernel_shape: [2], pads: [1, 1] }, [-2, -2], [1.5, 1.5]],
    [
      'padding beside zeros',
      { kernel_shape: [3], strides: [3], pads: [1, 0] },
      [0, 0, 5, 0, 0],
      [0.5, 0.5, 1, 0, 0],
    ],
  ];
  for (const [what, attributes, x, expected] of pools) {
    it(`share the gradient of MaxPool over ${what}`, async () => {
      const dx = await slopes([1, 1, x.length], x, (graph, input) =>
        graph.maxPool(input, attributes),
      );
      assert.deepEqual(dx, expected);
    });
  }

  it('share the gradient of MaxPool over overlapping windows row by row, then within a row', async () => {
    const dx = await slopes([1, 1, 2, 2], [1, 1, 1, 0], (graph, input) =>
      graph.maxPool(input, { kernel_shape: [2, 2] }),
    );
    assert.deepEqual(dx, [0.25, 0.25, 0.5, 0]);
  });

  it('share the gradient of Max', async () => {
    const dx = await slopes([3], [-1, 0, 2], (graph, x) => graph.max([x, 0]));
    assert.deepEqual(dx, [0, 0.5, 1]);
  });

  it('share the gradient of ReduceMax and GlobalMaxPool', async () => {
    for (const operator of ['ReduceMax', 'GlobalMaxPool']) {
      const x = [4, 1, 4, 4];
      const dx = await slopes([1, 1, 4], x, (graph, input) => graph.apply(operator, [input]));
      assert.deepEqual(dx, [0.333333, 0, 0.333333, 0.333333]);
    }
  });
});

describe('subgradients at kinks', () => {
  it('of Relu, Abs and the norm are zero at zero', async () => {
    for (const operator of ['Relu', 'Abs', 'ReduceL2']) {
      const dx = await slopes([2], [0, 0], (graph, x) => graph.apply(operator, [x]));
      assert.deepEqual(dx, [0, 0], operator);
    }
  });

  it('of Clip are one on a bound', async () => {
    const dx = await slopes([4], [-1, 0, 1, 2], (graph, x) => graph.clip(x, { min: 0, max: 1 }));
    assert.deepEqual(dx, [0, 1, 1, 0]);
  });
});

describe('slopes far from zero', () => {
  const operators: readonly (readonly [string, Attributes, readonly number[]])[] = [
    ['Elu', { alpha: 0.5 }, [1, 1, 1, 0.5, 0]],
    ['Selu', { alpha: 2, gamma: 1.5 }, [1.5, 1.5, 1.5, 3, 0]],
    ['LeakyRelu', { alpha: 0.5 }, [1, 1, 1, 0.5, 0.5]],
    ['Softplus', {}, [1, 1, 1, 0.5, 0]],
    ['Tanh', {}, [0, 0, 0, 1, 0]],
    ['Sigmoid', {}, [0, 0, 0, 0.25, 0]],
  ];
  for (const [operator, attributes, expected] of operators) {
    it(`of ${operator} are those of its two sides`, async () => {
      const dx = await slopes([5], [300, 1e6, 1e20, 0, -200], (graph, x) =>
        graph.apply(operator, [x], attributes),
      );
      assert.deepEqual(dx, expected);
    });
  }
});
