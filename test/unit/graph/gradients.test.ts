import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { gradients } from '../../../src/graph/gradients';

describe('gradients', () => {
  it('leave out values that do not reach the loss', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [3]);
    const unused = graph.input('unused', 'float32', [3]);
    const loss = graph.reduceSum(graph.mul(x, x), { keepdims: 0 });
    const found = gradients(graph, loss, [x, unused]);
    assert.deepEqual([...found.keys()], [x]);
  });

  it('of the loss by itself are one', () => {
    const graph = new GraphBuilder();
    const loss = graph.input('x', 'float32', [1]);
    assert.deepEqual([...gradients(graph, loss, [loss]).get(loss)!.data!], [1]);
  });

  it('add nodes only for the wanted values', () => {
    const nodes = (wantFilters: boolean): string[] => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 'float32', [2, 1, 5, 5]);
      const filters = graph.input('w', 'float32', [1, 1, 3, 3]);
      const loss = graph.reduceSum(graph.conv(x, filters), { keepdims: 0 });
      gradients(graph, loss, [wantFilters ? filters : x]);
      return graph.build().nodes.map((node) => node.operator.name);
    };
    assert.ok(!nodes(true).includes('ConvTranspose'));
    assert.ok(!nodes(false).includes('Transpose'));
  });

  it('end at comparisons and indices', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [3]);
    const mask = graph.cast(graph.greater(x, 0), { to: 1 });
    const loss = graph.reduceSum(mask, { keepdims: 0 });
    assert.equal(gradients(graph, loss, [x]).size, 0);
  });

  it('name an operator without a gradient, if one is needed through it', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [3]);
    const y = graph.input('y', 'float32', [3]);
    const product = graph.mul(graph.sign(x), y);
    const loss = graph.reduceSum(product, { keepdims: 0 });
    assert.throws(() => gradients(graph, loss, [x]), /Sign: has no gradient/);
    assert.equal(gradients(graph, loss, [y]).size, 1);
    assert.deepEqual([...gradients(graph, loss, [x, y], 'end').keys()], [y]);
  });

  it('name an input without a gradient', () => {
    const graph = new GraphBuilder();
    const bound = graph.input('bound', 'float32', []);
    const clipped = graph.clip(graph.input('x', 'float32', [3]), { min: bound });
    const loss = graph.reduceSum(clipped, { keepdims: 0 });
    assert.throws(() => gradients(graph, loss, [bound]), /Clip: has no gradient for input 1/);
  });

  it('of a factor used in several products come from one product of their stacked rows', () => {
    const graph = new GraphBuilder();
    const weight = graph.input('w', 'float32', [4, 3]);
    const sums = [2, 5, 1].map((rows, i) => {
      const x = graph.input(`x${i}`, 'float32', [rows, 3]);
      const y = graph.gemm(x, weight, { transB: 1 });
      return graph.reduceSum(y, { keepdims: 0 });
    });
    const loss = sums.reduce((a, b) => graph.add(a, b));
    const { producer } = gradients(graph, loss, [weight]).get(weight)!;
    assert.equal(producer!.operator.name, 'Gemm');
    assert.deepEqual(
      producer!.inputs.map((input) => input!.type.shape),
      [
        [8, 4],
        [8, 3],
      ],
    );
  });

  it('need a loss of one number', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [3]);
    const y = graph.exp(x);
    assert.throws(() => gradients(graph, y, [x]), /Exp: the loss is float32 \[3\], expected one/);
  });
});
