import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import type { Operator } from '../../../src/graph/operator';
import { readModel } from '../../../src/onnx/read';
import { writeModel } from '../../../src/onnx/write';

/** A model with an operator, by default a reshape or expansion, that reads computed lengths, as exporters write it. */
function reading(
  shape: readonly (number | string)[],
  operator: string,
  lengthsOf: (graph: GraphBuilder, x: Value) => Value,
  inputsWith = (x: Value, lengths: Value): (Value | undefined)[] => [x, lengths],
  known = (graph: GraphBuilder, x: Value): Value => graph.shape(x),
) {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', shape);
  const lengths = lengthsOf(graph, x);
  // The builder knows no computed shapes, so the operator is set afterwards.
  graph.output('y', graph.apply(operator, inputsWith(x, known(graph, x))));
  const built = graph.build();
  const node = built.nodes.at(-1)!;
  const changed = { ...node, inputs: inputsWith(x, lengths) };
  return readModel(
    writeModel({ ...built, nodes: [...built.nodes.slice(0, -1), changed] }, { name: 'model' }),
  ).graph;
}

const dimension = (graph: GraphBuilder, x: Value, axis: number): Value =>
  graph.unsqueeze(
    graph.gather(graph.shape(x), graph.constant(BigInt64Array.of(BigInt(axis)), [])),
    [0],
  );

describe('computed lengths', () => {
  const flatten = (graph: GraphBuilder, x: Value): Value =>
    graph.concat([dimension(graph, x, 0), [-1]], { axis: 0 });

  it('of a batch of any size flatten samples', () => {
    const { nodes, outputs } = reading(['N', 3, 4], 'Reshape', flatten);
    assert.deepEqual(outputs[0].value.type.shape, ['N', 12]);
    assert.deepEqual(
      nodes.map(({ operator }) => operator.name),
      ['Reshape'],
    );
    assert.deepEqual(nodes[0].inputs[1]!.data, BigInt64Array.of(0n, -1n));
  });

  it('of known sizes are constants', () => {
    const { nodes } = reading([2, 3, 4], 'Reshape', flatten);
    assert.deepEqual(nodes[0].inputs[1]!.data, BigInt64Array.of(2n, -1n));
  });

  it('are added, multiplied and divided', () => {
    const { outputs } = reading([2, 3, 8], 'Reshape', (graph, x) => {
      const product = graph.mul(dimension(graph, x, 1), dimension(graph, x, 2));
      const half = graph.div(product, [2]);
      return graph.concat([[-1], half], { axis: 0 });
    });
    assert.deepEqual(outputs[0].value.type.shape, [4, 12]);
  });

  it('move the batch to another axis where one length alone is open', () => {
    const { outputs, nodes } = reading(['N', 3, 4], 'Reshape', (graph, x) =>
      graph.concat([[12], dimension(graph, x, 0)], { axis: -1 }),
    );
    assert.deepEqual(outputs[0].value.type.shape, [12, 'N']);
    assert.deepEqual(nodes[0].inputs[1]!.data, BigInt64Array.of(12n, -1n));
  });

  it('of a batch of any size expand other axes', () => {
    const { outputs } = reading(['N', 1], 'Expand', (graph, x) =>
      graph.concat([dimension(graph, x, 0), [5]], { axis: 0 }),
    );
    assert.deepEqual(outputs[0].value.type.shape, ['N', 5]);
  });

  it('of a batch of any size give each sample a copy of a token', () => {
    let token: Value;
    const { outputs } = reading(
      ['N', 4, 2],
      'Expand',
      (graph, x) => {
        token = graph.input('token', 'float32', [1, 1, 2]);
        return graph.concat([dimension(graph, x, 0), [4, 2]], { axis: 0 });
      },
      (_, lengths) => [token, lengths],
    );
    assert.deepEqual(outputs[0].value.type.shape, ['N', 4, 2]);
  });

  it('of padding are turned round and transposed, from last axis to first', () => {
    const { outputs, nodes } = reading(
      ['N', 5, 6],
      'Pad',
      (graph) => {
        const rest = graph.constantOfShape([2], { value: BigInt64Array.of(0n) });
        const all = graph.concat([[1, 2, 3, 4], rest], { axis: 0 });
        const pairs = graph.reshape(all, [-1, 2]);
        const start = graph.constant(BigInt64Array.of(-1n), [1]);
        const end = graph.constant(BigInt64Array.of(1n - 2n ** 63n), [1]);
        const turned = graph.slice(pairs, start, end, { axes: [0], steps: start });
        const flat = graph.reshape(graph.transpose(turned), [-1]);
        return graph.cast(flat, { to: 7 });
      },
      undefined,
      (graph) => graph.ints([0, 0, 0, 0, 0, 0]),
    );
    assert.deepEqual(nodes[0].inputs[1]!.data, BigInt64Array.of(0n, 3n, 1n, 0n, 4n, 2n));
    assert.deepEqual(outputs[0].value.type.shape, ['N', 12, 9]);
  });

  it('to expand to are chosen by comparing with -1', () => {
    const { outputs } = reading(['N', 1, 5], 'Expand', (graph) => {
      const wanted = graph.constant(BigInt64Array.of(-1n, 3n, -1n), [3]);
      const ones = graph.constantOfShape([3], { value: BigInt64Array.of(1n) });
      const open = graph.mul(ones, graph.constant(BigInt64Array.of(-1n), []));
      return graph.where(graph.equal(wanted, open), ones, wanted);
    });
    assert.deepEqual(outputs[0].value.type.shape, ['N', 3, 5]);
  });

  it('of a batch of any size resize images by scales', () => {
    const { outputs, nodes } = reading(
      ['N', 2, 3, 7],
      'Resize',
      (graph, x) => {
        const kept = graph.slice(graph.shape(x), [0], [2]);
        return graph.concat([kept, [10, 20]], { axis: 0 });
      },
      (x, sizes) => [x, undefined, undefined, sizes],
      (graph) => graph.ints([1, 2, 10, 20]),
    );
    assert.deepEqual(outputs[0].value.type.shape, ['N', 2, 10, 20]);
    const scales = Array.from(nodes[0].inputs[2]!.data as Float32Array);
    const sizes = scales.map((scale, axis) => Math.fround(scale * [1, 2, 3, 7][axis]));
    assert.deepEqual(sizes.map(Math.floor), [1, 2, 10, 20]);
  });

  it('that are data stay as they are', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'int64', [2]);
    const exact = graph.constant(BigInt64Array.of(2n ** 53n + 1n, 3n), [2, 1]);
    const flat = graph.reshape(exact, [-1]);
    graph.output('y', graph.add(x, flat));
    const { nodes } = readModel(writeModel(graph.build(), { name: 'model' })).graph;
    assert.deepEqual(
      nodes.map(({ operator }) => operator.name),
      ['Reshape', 'Add'],
    );
  });

  it('keep 2⁶³ - 1, the end of any axis', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [4, 5]);
    const end = graph.constant(BigInt64Array.of(2n ** 63n - 1n), []);
    const ends = graph.unsqueeze(end, [0]);
    const part = graph.slice(x, [1], [5]);
    graph.output('y', part);
    const built = graph.build();
    const slice = part.producer!;
    const changed = { ...slice, inputs: [x, slice.inputs[1], ends] };
    const nodes = built.nodes.map((node) => (node === slice ? changed : node));
    const read = readModel(writeModel({ ...built, nodes }, { name: 'model' })).graph;
    assert.deepEqual(read.nodes[0].inputs[2]!.data, BigInt64Array.of(2n ** 63n - 1n));
    assert.deepEqual(read.outputs[0].value.type.shape, [3, 5]);
  });
});

describe('the places of elements', () => {
  const countUp: Operator = {
    name: 'Range',
    domain: '',
    since: 11,
    attributes: {},
    infer: () => [{ dataType: 'int64', shape: ['N'] }],
  };
  const scalar = (graph: GraphBuilder, value: number): Value =>
    graph.constant(BigInt64Array.of(BigInt(value)), []);

  /** The places of samples `apart` elements, each of 3 elements, as a tensor with strides is exported. */
  function strided(apart: number): Graph {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['N', 3]);
    const count = graph.squeeze(graph.shape(graph.reduceSum(x, { axes: [1], keepdims: 0 })));
    const samples = graph.apply(countUp, [scalar(graph, 0), count, scalar(graph, 1)]);
    const starts = graph.unsqueeze(graph.mul(samples, scalar(graph, apart)), [1]);
    const columns = graph.constant(BigInt64Array.of(0n, 1n, 2n), [1, 3]);
    const places = graph.add(starts, columns);
    graph.output('y', graph.gather(graph.reshape(x, [-1]), places, { axis: 0 }));
    return readModel(writeModel(graph.build(), { name: 'model' })).graph;
  }
  const names = ({ nodes }: Graph): string[] => nodes.map(({ operator }) => operator.name);

  it('in their order are another shape of the tensor', () => {
    const graph = strided(3);
    assert.deepEqual(graph.outputs[0].value.type.shape, ['N', 3]);
    assert.deepEqual(names(graph), ['Reshape', 'Reshape']);
  });

  it('in another order are picked', () => {
    const graph = strided(1);
    assert.deepEqual(graph.outputs[0].value.type.shape, ['N', 3]);
    assert.ok(names(graph).includes('Gather'));
  });
});
