import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { ModelError } from '../../../src/onnx/modelError';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';

/** A model of one input and stored tensors of these shapes. */
function modelOf(
  shape: readonly (number | string)[],
  stored: Readonly<Record<string, readonly number[]>>,
  build: (graph: GraphBuilder, x: Value, stored: Record<string, Value>) => Value,
): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', shape);
  const values = Object.fromEntries(
    Object.entries(stored).map(([name, lengths]) => [name, graph.input(name, 'float32', lengths)]),
  );
  graph.output('y', build(graph, x, values));
  const initializers = new Map(
    Object.entries(stored).map(([name, lengths]) => [
      name,
      new Float32Array(lengths.reduce((n, m) => n * m, 1)).fill(0.5),
    ]),
  );
  return writeModel(graph.build(), { name: 'model', initializers });
}

function shapesFor(bytes: Uint8Array, shape: readonly (number | string)[]) {
  const network = importNetwork(bytes);
  const graph = new GraphBuilder();
  const outputs = network.lower(
    graph,
    (name) => graph.input(name, 'float32', shape),
    (name) => {
      const { shape: lengths } = network.parameters.find((one) => one.name === name)!;
      return graph.input(name, 'float32', lengths);
    },
  );
  return [...outputs].map(([name, value]) => [name, value.type.shape]);
}

describe('an imported network', () => {
  it('has weights as parameters, also those given another form, and the rest as constants', () => {
    const stored = { kernel: [4, 3], bias: [4], mean: [3], both: [4], unread: [2] };
    const bytes = modelOf(['N', 3], stored, (graph, x, { kernel, bias, mean, both }) => {
      const centred = graph.sub(x, mean);
      const turned = graph.transpose(kernel);
      const sum = graph.add(graph.matMul(centred, turned), bias);
      return graph.div(graph.mul(sum, both), both);
    });
    const { parameters, inputs, outputs } = importNetwork(bytes, {
      frozen: (name) => name === 'bias',
    });
    assert.deepEqual(
      parameters.map(({ name, shape, frozen, values }) => [name, shape, frozen, values[0]]),
      [
        ['kernel', [4, 3], false, 0.5],
        ['bias', [4], true, 0.5],
      ],
    );
    assert.deepEqual(inputs, [{ name: 'x', dataType: 'float32', shape: [3] }]);
    assert.deepEqual(outputs, [{ name: 'y', dataType: 'float32', shape: [4] }]);
  });

  it('made for one sample takes any batch, through reshapes to constant shapes', () => {
    const bytes = modelOf([1, 4, 6], { weight: [24, 5] }, (graph, x, { weight }) => {
      const flat = graph.reshape(x, [1, 24]);
      const y = graph.matMul(flat, weight);
      return graph.reshape(y, [-1, 5, 1]);
    });
    assert.deepEqual(shapesFor(bytes, [7, 4, 6]), [['y', [7, 5, 1]]]);
    assert.deepEqual(shapesFor(bytes, ['N', 4, 6]), [['y', ['N', 5, 1]]]);
  });

  it('made for two samples takes any batch, through an expansion to a constant shape', () => {
    const bytes = modelOf([2, 4], {}, (graph, x) => {
      const norm = graph.reduceL2(x, { axes: [1], keepdims: 1 });
      return graph.div(x, graph.expand(norm, [2, 4]));
    });
    assert.deepEqual(shapesFor(bytes, ['N', 4]), [['y', ['N', 4]]]);
  });

  it('that mixes its samples is refused for another batch', () => {
    const bytes = modelOf([2, 4], {}, (graph, x) =>
      graph.transpose(graph.relu(x), { perm: [1, 0] }),
    );
    assert.throws(
      () => shapesFor(bytes, [7, 4]),
      (error) =>
        error instanceof ModelError &&
        error.code === 'batch' &&
        /Transpose .* turns a batch of 2 into \[4, 2\] and one of N into \[4, N\]/.test(
          error.message,
        ),
    );
  });

  it('that compares its samples is refused for another batch, though shapes fit', () => {
    const bytes = modelOf([2, 4], {}, (graph, x) => graph.softmax(x, { axis: -2 }));
    assert.throws(() => shapesFor(bytes, [7, 4]), /Softmax .* it mixes samples/);
  });
});

describe('a model of 10,000 nodes', () => {
  const count = 10_000;
  const kinds: Readonly<Record<string, () => Uint8Array>> = {
    'that give one weight another form': () =>
      modelOf(['N', 4], { w: [4, 4] }, (graph, x, { w }) => {
        let weight = w;
        for (let i = 0; i < count; i++) weight = graph.transpose(weight);
        return graph.matMul(x, weight);
      }),
    'that read one weight': () =>
      modelOf(['N', 4], { w: [4, 4] }, (graph, x, { w }) => {
        let y = x;
        for (let i = 0; i < count; i++) y = graph.matMul(y, w);
        return y;
      }),
  };
  for (const [name, make] of Object.entries(kinds)) {
    it(`${name} is read without taking the stack or minutes`, () => {
      const bytes = make();
      const before = process.cpuUsage();
      const network = importNetwork(bytes);
      assert.deepEqual(
        network.parameters.map(({ name: key, penalized }) => [key, penalized]),
        [['w', true]],
      );
      assert.deepEqual(network.layers([4]).at(-1)?.shape, [4]);
      assert.ok(process.cpuUsage(before).user < 5e6);
    });
  }
});
