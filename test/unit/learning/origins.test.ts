import assert from 'node:assert/strict';
import type { Graph } from '../../../src/graph/builder';
import { roles } from '../../../src/graph/graph';
import { lower } from '../../../src/lowering/lower';
import { buildTrainingStep } from '../../../src/learning/rules';
import { nodeNames } from '../../../src/onnx/write';
import { networkOf } from '../network/support';

const network = networkOf(`network Net {
  input image[3, 8, 8]
  C1: conv(16, kernel: 3, padding: 1) relu
  S2: maxpool(2)
  N3: batchnorm
  R4: dropout(0.5)
  output: dense(3) softmax
}`);

const { graph } = buildTrainingStep(
  network,
  {
    network: 'Net',
    data: 'data',
    loss: { name: 'cross_entropy', arguments: { label_smoothing: 0 } },
    optimizer: { name: 'sgd', arguments: { rate: 0.1, momentum: 0.9, nesterov: false } },
    schedule: { name: 'constant', arguments: {} },
    epochs: 1,
    seed: 1,
    location: { cell: 0, start: 0, end: 0 },
  },
  { batch: 16, targets: { kind: 'classes', count: 3 } },
);

const layers = ['C1', 'S2', 'N3', 'R4', 'output', 'image', undefined];
const rolesOf = ({ nodes }: Graph, layer: string | undefined) =>
  new Set(nodes.filter(({ origin }) => origin?.layer === layer).map(({ origin }) => origin?.role));

describe('where nodes come from', () => {
  const graphs: readonly [string, Graph][] = [
    ['as differentiated', graph],
    ['after all passes', lower(graph, { provider: 'cpu', block: 16 })],
  ];
  for (const [when, nodes] of graphs) {
    it(`${when}, is known of every node`, () => {
      for (const { operator, origin } of nodes.nodes) {
        assert.ok(roles.includes(origin?.role as never), operator.name);
        assert.ok(layers.includes(origin?.layer), origin?.layer);
      }
    });

    it(`${when}, a layer has the roles it plays`, () => {
      const all = new Set(roles);
      assert.deepEqual(rolesOf(nodes, 'C1'), all);
      assert.deepEqual(rolesOf(nodes, 'output'), all);
      assert.deepEqual(rolesOf(nodes, 'S2'), new Set(['forward', 'gradient']));
    });
  }

  it('stands in the names of the model’s nodes', () => {
    const names = [...nodeNames(graph).values()];
    assert.equal(new Set(names).size, names.length);
    for (const start of ['C1/forward/Conv', 'C1/gradient/', 'C1/update/', 'C1/watching/']) {
      assert.ok(
        names.some((name) => name.startsWith(start)),
        start,
      );
    }
  });
});
