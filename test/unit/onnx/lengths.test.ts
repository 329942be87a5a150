import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/graph/builder';
import type { Value } from '../../../src/graph/graph';
import { readModel } from '../../../src/onnx/read';
import { writeModel } from '../../../src/onnx/write';

/** A model whose reshape or expansion goes to lengths that are computed, as exporters write it. */
function reading(
  shape: readonly (number | string)[],
  operator: string,
  lengthsOf: (graph: GraphBuilder, x: Value) => Value,
) {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', shape);
  const lengths = lengthsOf(graph, x);
  // The builder knows no computed shapes, so the operator is set afterwards.
  graph.output('y', graph.add(operator, [x, graph.add('Shape', [x])]));
  const built = graph.build();
  const node = built.nodes.at(-1)!;
  const changed = { ...node, inputs: [x, lengths] };
  return readModel(
    writeModel({ ...built, nodes: [...built.nodes.slice(0, -1), changed] }, { name: 'model' }),
  ).graph;
}

const dimension = (graph: GraphBuilder, x: Value, axis: number): Value =>
  graph.add('Unsqueeze', [
    graph.add('Gather', [
      graph.add('Shape', [x]),
      graph.constant(BigInt64Array.of(BigInt(axis)), []),
    ]),
    graph.ints([0]),
  ]);

describe('computed lengths', () => {
  const flatten = (graph: GraphBuilder, x: Value): Value =>
    graph.add('Concat', [dimension(graph, x, 0), graph.ints([-1])], { axis: 0 });

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
      const product = graph.add('Mul', [dimension(graph, x, 1), dimension(graph, x, 2)]);
      const half = graph.add('Div', [product, graph.ints([2])]);
      return graph.add('Concat', [graph.ints([-1]), half], { axis: 0 });
    });
    assert.deepEqual(outputs[0].value.type.shape, [4, 12]);
  });

  it('move the batch to another axis where one length alone is open', () => {
    const { outputs, nodes } = reading(['N', 3, 4], 'Reshape', (graph, x) =>
      graph.add('Concat', [graph.ints([12]), dimension(graph, x, 0)], { axis: 0 }),
    );
    assert.deepEqual(outputs[0].value.type.shape, [12, 'N']);
    assert.deepEqual(nodes[0].inputs[1]!.data, BigInt64Array.of(12n, -1n));
  });

  it('of a batch of any size expand other axes', () => {
    const { outputs } = reading(['N', 1], 'Expand', (graph, x) =>
      graph.add('Concat', [dimension(graph, x, 0), graph.ints([5])], { axis: 0 }),
    );
    assert.deepEqual(outputs[0].value.type.shape, ['N', 5]);
  });

  it('keep 2⁶³ - 1, the end of any axis', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [4, 5]);
    const end = graph.constant(BigInt64Array.of(2n ** 63n - 1n), []);
    const ends = graph.add('Unsqueeze', [end, graph.ints([0])]);
    const part = graph.add('Slice', [x, graph.ints([1]), graph.ints([5])]);
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
