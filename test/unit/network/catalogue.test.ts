import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { lower } from '../../../src/network/lower';
import { normalize } from '../../../src/network/normalization';
import { chain, networkOf } from './support';

const networks = [
  chain(
    'image[2, 9, 9]',
    'conv(4, kernel: 4, stride: 2, padding: same) relu',
    'add { { conv(4, kernel: [1, 3], padding: [0, 1]) } { batchnorm } { } }',
    'concat { { avgpool(3, stride: 1, padding: 1) } { maxpool(3, stride: 1, padding: same) } }',
    'output side weight 0.5: globalmaxpool softmax',
    'maxpool(2)',
    'dropout',
    'reshape([4, 8])',
    'flatten',
    'output: dense(3) softmax',
  ),
  chain(
    'image[2, 9, 8]',
    'transposedconv(6, kernel: [3, 2], stride: [2, 1], padding: 1, extra: [1, 0]) relu',
    'prelu',
    'lrn',
    'maxout(3)',
    'upsample([1, 2], mode: bilinear)',
    'local(4, kernel: 3, stride: 2, padding: same)',
    'sumpool(2, stride: 1, padding: 1)',
    'l2pool(2)',
    'upsample(3)',
    'subsample(3) tanh',
    'layernorm',
    'output: dense(3) softmax',
  ),
  chain(
    'image[3, 9, 8]',
    'conv(4, kernel: 3, connections: [[0], [1], [2], [0, 2]])',
    'lcn(5)',
    'maxpool(2, ceil: true)',
    's_cell(5, kernel: 3, padding: 1)',
    'c_cell([3, 2], stride: 2)',
    'sparsity',
    'output: rbf(3) softmax',
  ),
  chain('ids[6]', 'embedding(4, vocabulary: 9)', 'lstm(3)', 'output: dense(3) softmax'),
  chain(
    'x[6, 3]',
    'rnn(4, output: sequence)',
    'layernorm(axis: 2)',
    'gru(5, output: sequence) tanh',
    'batchnorm softmax',
    'concat { { prelu } { rnn(3, output: sequence) } }',
    'maxout(4)',
    'lstm(2, output: sequence)',
    'lstm(3)',
    'output: dense(3) softmax',
  ),
  chain(
    'image[4, 9, 8]',
    'depthwise_conv(3, padding: 1, multiplier: 2) hard_swish',
    'group_norm(4)',
    'multiply { { global_avg_pool; dense(8) hard_sigmoid } { } }',
    'add { { conv(8, kernel: 1); stochastic_depth } { } }',
    'conv(12, kernel: 3, stride: 3) silu',
    'glu',
    'instance_norm mish',
    'to_sequence',
    'position(sinusoidal)',
    'add { { rms_norm(axis: 2); attention(3, causal: true, dropout: 0.1) } { } }',
    'position quick_gelu',
    'multiply { { } { global_max_pool } }',
    'step_dense(8)',
    'swiglu',
    'geglu relu6',
    'output: dense(3) softmax',
  ),
];

describe('catalogue', () => {
  for (const [index, text] of networks.entries()) {
    for (const [batch, training] of [
      [3, true],
      ['N', false],
    ] as const) {
      it(`infers the shapes the graph has: network ${index}, batch ${batch}`, () => {
        const network = networkOf(text);
        const graph = new GraphBuilder();
        const { layers } = lower(network, graph, {
          batch,
          training,
          parameter: (key, shape) => graph.input(key, 'float32', shape),
          uniform: (layer, shape) => graph.input(`${layer}:uniform`, 'float32', shape),
        });
        for (const { id, shape } of network.layers) {
          assert.deepEqual(layers.get(id)!.output.type.shape, [batch, ...shape], id);
        }
      });
    }
  }
});

describe('normalization', () => {
  const apply = (mean: number[], scale: number[]) => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['N', 3, 8, 8]);
    normalize(graph, x, [3, 8, 8], { mean, scale });
    return graph.build();
  };

  it('has one number for all, or one for each channel', () => {
    const constants = apply([0.5], [1, 2, 3]).constants.map(({ type }) => type.shape);
    assert.deepEqual(constants, [[], [1, 3, 1, 1]]);
  });

  it('has one number for each feature of sequences', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['N', 6, 2]);
    normalize(graph, x, [6, 2], { mean: [1, 2], scale: [1] });
    assert.deepEqual(graph.build().constants[0].type.shape, [1, 1, 2]);
  });

  it('refuses any other count', () => {
    assert.throws(() => apply([1, 2], [1]), /2 numbers for the mean .*expected 1 or 3/);
  });
});
