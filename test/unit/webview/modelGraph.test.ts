import { deepEqual, equal, ok } from 'node:assert/strict';
import { describeModel } from '../../../src/onnx/description';
import type { DescribedNode, ModelDescription } from '../../../src/views/model';
import { visibleGraph } from '../../../webview/graph/visibleGraph';
import { graphOf } from '../../../webview/model/graphOf';
import { exportedModel, modelTexts, withOperator } from '../../ui/harness/describedModels';

const small = describeModel(exportedModel(modelTexts.small)).description;

/** A model of nodes that follow each other. */
const chainOf = (names: readonly string[]): ModelDescription => ({
  ...small,
  inputs: [{ name: 't0', shape: ['N', 4] }],
  outputs: [],
  tensors: [],
  nodes: names.map((name, i): DescribedNode => ({
    ...{ name, operator: 'Relu', domain: '', family: 'other', attributes: [] },
    ...{ inputs: [`t${i}`], outputs: [`t${i + 1}`] },
  })),
});

describe('the graph of a model', () => {
  it('has a box for each node, with what it stores and what it costs', () => {
    const { layers, input } = graphOf(small);
    deepEqual(input, { name: 'image', shape: ['N', 1, 28, 28] });
    const [conv] = layers;
    deepEqual(conv?.inputs, ['input']);
    equal(conv?.text.startsWith('Conv(kernel_shape: [5, 5]'), true);
    equal(conv?.parameterCount, 208);
    equal(conv?.multiplyAdds, 115_200);
    equal(conv?.memory, 4 * (208 + 8 * 24 * 24));
  });

  it('marks what is not supported', () => {
    const bytes = withOperator(exportedModel(modelTexts.small), 'MaxPool', 'GridSample');
    const { nodes } = visibleGraph(graphOf(describeModel(bytes).description), new Set());
    deepEqual(
      nodes.filter(({ isProblem }) => isProblem).map(({ operator }) => operator),
      ['GridSample'],
    );
  });

  it('has other inputs as boxes of their own', () => {
    const { layers } = graphOf({ ...small, inputs: [...small.inputs, { name: 'state' }] });
    deepEqual([layers[0]?.id, layers[0]?.operator], ['state', 'input']);
  });

  it('tells nodes apart that are called alike, or as the input is', () =>
    deepEqual(
      graphOf(chainOf(['input', 'a', 'a'])).layers.map(({ id, inputs }) => [id, inputs]),
      [
        ['input (2)', ['input']],
        ['a', ['input (2)']],
        ['a (2)', ['a']],
      ],
    ));

  it('has frames by the parts of names, none around all and none around one', () => {
    const names = ['/net/a/x', '/net/a/y', '/net/b/x', '/net/b/y', '/net/c'];
    deepEqual(
      graphOf(chainOf(names)).layers.map(({ groups }) => groups),
      [['/net/a'], ['/net/a'], ['/net/b'], ['/net/b'], []],
    );
  });

  it('of thousands of nodes begins with a few boxes', () => {
    const source = graphOf(chainOf(Array.from({ length: 4000 }, (_, i) => `n${i}`)));
    const folded = new Set(source.layers.flatMap(({ groups }) => groups));
    const { nodes, edges } = visibleGraph(source, folded);
    equal(nodes.length, 101);
    equal(edges.length, 100);
    ok(nodes.slice(1).every(({ id }) => id.startsWith('group:')));
  });
});
