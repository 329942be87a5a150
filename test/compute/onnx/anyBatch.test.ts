import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { importNetwork } from '../../../src/onnx/importNetwork';
import { writeModel } from '../../../src/onnx/write';
import { distinct, floats, runGraph } from '../graph/support';

type Build = (graph: GraphBuilder, x: Value, size: number) => Value;

/** Models made for one batch size that move and merge the axis of samples, as transformers do. */
const models: Readonly<Record<string, Build>> = {
  'heads of attention, split off and merged again': (graph, x, size) => {
    const rows = graph.reshape(x, [size * 4, 6]);
    const heads = graph.reshape(graph.tanh(rows), [size, 4, 3, 2]);
    const turned = graph.transpose(heads, { perm: [0, 2, 1, 3] });
    const scores = graph.matMul(turned, graph.transpose(turned, { perm: [0, 1, 3, 2] }));
    const mixed = graph.matMul(graph.softmax(scores, { axis: -1 }), turned);
    return graph.reshape(graph.transpose(mixed, { perm: [0, 2, 1, 3] }), [size, 24]);
  },
  'samples that are not on the first axis for a while': (graph, x, size) => {
    const turned = graph.transpose(x, { perm: [1, 0, 2] });
    const split = graph.reshape(turned, [4, size * 3, 2]);
    const sums = graph.reduceSum(graph.sigmoid(split), { axes: [0], keepdims: 0 });
    return graph.flatten(graph.reshape(sums, [size, 3, 2]));
  },
  'a token and positions for each sample': (graph, x, size) => {
    const token = graph.expand(graph.constant(Float32Array.of(1, 2, 3, 4, 5, 6), [6]), [
      size,
      1,
      6,
    ]);
    const places = graph.constant(
      BigInt64Array.from({ length: size * 5 }, (_, i) => BigInt(i % 5)),
      [size, 5],
    );
    const positions = graph.gather(graph.constant(distinct([5, 6], 3), [5, 6]), places);
    return graph.add(graph.concat([token, x], { axis: 1 }), positions);
  },
  'elements in their order, picked by their places': (graph, x, size) => {
    const places = BigInt64Array.from({ length: size * 24 }, (_, i) => BigInt(i));
    const flat = graph.reshape(x, [-1]);
    return graph.gather(flat, graph.constant(places, [size, 24, 1]), { axis: 0 });
  },
};

/** Where samples are inside of other axes: with one sample that cannot be told. */
const inside: Readonly<Record<string, Build>> = {
  'windows, each with samples around it': (graph, x, size) => {
    const windows = graph.transpose(graph.reshape(x, [size, 2, 2, 6]), { perm: [1, 0, 2, 3] });
    const merged = graph.reshape(windows, [2 * size, 12]);
    const normal = graph.softmax(merged, { axis: 1 });
    const apart = graph.reshape(normal, [2, size, 12]);
    return graph.transpose(apart, { perm: [1, 0, 2] });
  },
};

const perSample = 24;

describe('a model made for one batch size answers another', () => {
  for (const [name, build] of Object.entries({ ...models, ...inside })) {
    for (const size of name in inside ? [2] : [1, 2]) {
      it(`${name}: ${size}`, async () => {
        const graph = new GraphBuilder();
        const x = graph.input('x', 'float32', [size, 4, 6]);
        graph.output('y', build(graph, x, size));
        const file = writeModel(graph.build(), { name: 'model' });
        const data = distinct([4, 4, 6], 7);

        const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
        const expected: number[] = [];
        for (let first = 0; first < 4; first += size) {
          const part = data.slice(first * perSample, (first + size) * perSample);
          const { y } = await session.run({ x: new Tensor('float32', part, [size, 4, 6]) });
          expected.push(...floats(y));
        }
        await session.release();

        const again = new GraphBuilder();
        const network = importNetwork(file);
        const stored = new Map(
          network.parameters.map((one) => [one.name, again.constant(one.values, one.shape)]),
        );
        const outputs = network.lower(
          again,
          () => again.input('x', 'float32', ['N', 4, 6]),
          (parameter) => stored.get(parameter)!,
        );
        again.output('y', outputs.get('y')!);
        const { y } = await runGraph(again.build(), { x: new Tensor('float32', data, [4, 4, 6]) });
        assert.equal(y.dims[0], 4);
        floats(y).forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6));
        assert.equal(y.size, expected.length);
      });
    }
  }
});
