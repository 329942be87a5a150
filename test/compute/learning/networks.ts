import type { Targets } from '../../../src/learning/entries';
import { activations } from '../../../src/network/catalogue';
import type { BoundCall } from '../../../src/language/vocabulary';
import { chain } from '../../unit/network/support';
import { call } from './support';

/** Small networks in which every activation and every layer of the catalogue occurs, in several forms; three outputs. */

const activationNames = [...activations]
  .map(({ name }) => name)
  // Steps pass no gradient, by definition.
  .filter((name) => name !== 'step' && name !== 'sign');

const image = 'image[2, 6, 6]';
const head = 'output: dense(3) softmax';

export const smallNetworks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    activationNames.map((name) => [name, chain('x[5]', `A: dense(6) ${name}`, head)]),
  ),
  'dense without bias': chain('x[5]', 'A: dense(6, bias: false) tanh', head),
  conv: chain(image, 'C: conv(4, kernel: [3, 2], stride: [1, 2], padding: 1) tanh', head),
  'conv, same, strided': chain(image, 'C: conv(4, kernel: 4, stride: 2, padding: same) tanh', head),
  'conv, dilated, grouped': chain(
    image,
    'C: conv(4, kernel: 3, dilation: 2, groups: 2) tanh',
    head,
  ),
  avgpool: chain(image, 'C: conv(3, kernel: 3) tanh', 'avgpool(3, stride: 2, padding: 1)', head),
  maxpool: chain(image, 'C: conv(3, kernel: 3) tanh', 'maxpool(3, stride: 1)', head),
  'sumpool, l2pool': chain(
    image,
    'C: conv(3, kernel: 3) tanh',
    'sumpool(2, stride: 1, padding: 1)',
    'l2pool([3, 2])',
    head,
  ),
  subsample: chain(image, 'C: conv(3, kernel: 3) tanh', 'S: subsample(2) scaled_tanh', head),
  transposedconv: chain(
    image,
    'T: transposedconv(4, kernel: [3, 2], stride: 2, padding: [1, 0], extra: 1, groups: 2) tanh',
    head,
  ),
  'local, padded, strided': chain(
    image,
    'L: local(3, kernel: [3, 2], stride: [2, 1], padding: 1) tanh',
    head,
  ),
  pad: chain(
    image,
    'pad([1, 2], bottom: 0, value: 0.5)',
    'C: conv(3, kernel: 3, bias_init: 1) tanh',
    head,
  ),
  'transposed_local, padded, strided': chain(
    image,
    'T: transposed_local(3, kernel: [3, 2], stride: [2, 1], padding: 1) tanh',
    head,
  ),
  'places shared with their transposes': chain(
    image,
    'L: local(3, kernel: [3, 2], stride: [2, 1]) tanh',
    'T: transposed_local(2, kernel: [3, 2], stride: [2, 1], share: L) tanh',
    head,
  ),
  upsample: chain(
    image,
    'C: conv(3, kernel: 3) tanh',
    'upsample([2, 1])',
    'upsample([1, 3], mode: bilinear)',
    head,
  ),
  lrn: chain(image, 'C: conv(4, kernel: 3)', 'lrn(3, alpha: 0.5)', head),
  'layernorm of maps': chain(image, 'C: conv(3, kernel: 3)', 'N: layernorm tanh', head),
  'layernorm of steps': chain('x[4, 5]', 'N: layernorm(axis: 2) tanh', head),
  'prelu, maxout': chain(image, 'C: conv(4, kernel: 3)', 'P: prelu', 'maxout(2)', head),
  rnn: chain('x[5, 3]', 'R: rnn(4)', head),
  'rnn over one step': chain('x[1, 3]', 'R: rnn(4, output: sequence, activation: logistic)', head),
  lstm: chain('x[4, 3]', 'L1: lstm(4, output: sequence)', 'L2: lstm(3)', head),
  'units of steps': chain(
    'x[4, 3]',
    'R: rnn(4, output: sequence)',
    'concat { { N: batchnorm softmax } { P: prelu } }',
    'maxout(2)',
    head,
  ),
  gru: chain('x[4, 3]', 'G1: gru(4, output: sequence)', 'G2: gru(3)', head),
  reservoir: chain(
    'x[4, 3]',
    'dense(6)',
    'reshape([2, 3])',
    'reservoir(5, leak: 0.4, output: sequence)',
    head,
  ),
  'step_dense, delay_line': chain('x[4, 3]', 'delay_line(3)', 'S: step_dense(5) tanh', head),
  'several inputs': chain(
    'a[4]',
    'A: dense(3) tanh',
    'input image[1, 3, 2]',
    'C: conv(2, kernel: 2) tanh',
    'F: flatten',
    'concat from F, A, a',
    head,
  ),
  globalavgpool: chain(image, 'C: conv(4, kernel: 3) tanh', 'globalavgpool', head),
  globalmaxpool: chain(image, 'C: conv(4, kernel: 3) tanh', 'globalmaxpool', head),
  'flatten, reshape': chain(
    image,
    'C: conv(4, kernel: 3) tanh',
    'flatten',
    'reshape([1, 8, 8])',
    'D: conv(2, kernel: 3) tanh',
    head,
  ),
  crelu: chain('x[5]', 'A: dense(6)', 'crelu(0.1)', 'B: dense(4)', 'crelu', head),
  dropout: chain('x[5]', 'A: dense(8) tanh', 'dropout(0.5)', head),
  'corrupt, masking': chain('x[5]', 'corrupt', 'A: dense(6) tanh', head),
  'corrupt, gaussian': chain('x[5]', 'corrupt(gaussian, amount: 0.5)', 'A: dense(6) tanh', head),
  'corrupt, salt_and_pepper': chain('x[5]', 'A: dense(6) tanh', 'corrupt(salt_and_pepper)', head),
  'batchnorm of maps': chain(image, 'C: conv(3, kernel: 3)', 'N: batchnorm tanh', head),
  'batchnorm of units': chain('x[5]', 'A: dense(6)', 'N: batchnorm tanh', head),
  'concat, add, multiply': chain(
    'x[5]',
    'A: dense(6) tanh',
    'add { { B: dense(6) tanh } { } }',
    'multiply { { C: dense(6) logistic } { } }',
    'concat { { D: dense(2) tanh } { } }',
    head,
  ),
  'two heads': chain(
    'x[5]',
    'A: dense(6) tanh',
    'output aux weight 0.3: dense(3) softmax',
    'output main: dense(3) softmax',
  ),
  'binary cross entropy': chain('x[5]', 'A: dense(6) tanh', 'output: dense(3) logistic'),
  'squared hinge': chain('x[5]', 'A: dense(6) tanh', 'output: dense(3)'),
  'squared error': chain(image, 'output: conv(3, kernel: 6) tanh'),
  'squared error of prototypes': chain('x[5]', 'A: dense(4) tanh', 'output: rbf(3)'),
  'prototypes, fixed': chain(
    'x[5]',
    'A: dense(4) tanh',
    'output: rbf(3, init: signs, frozen: true)',
  ),
  'prototypes as classes': chain('x[5]', 'A: dense(4) tanh', 'output: rbf(3) softmax'),
  reconstruction: chain('x[5]', 'A: dense(3) tanh', 'output: dense(5, share: A)'),
  'reconstruction, cross entropy': chain('x[5]', 'A: dense(3) tanh', 'output: dense(5) logistic'),
  'reconstruction of images': chain(
    image,
    'A: dense(3) tanh',
    'B: dense(72)',
    'output: reshape([2, 6, 6])',
  ),
  'shared weights': chain(
    'x[5]',
    'A: dense(6) tanh',
    'B: dense(5, share: A) tanh',
    'C: dense(6, share: A) tanh',
    head,
  ),
  'filters shared with their transposes': chain(
    image,
    'C: conv(3, kernel: 3) tanh',
    'T: transposedconv(2, kernel: 3, share: C) tanh',
    head,
  ),
  belief_net: chain('x[5]', 'output: belief_net(3, units: [4, 2], iterations: 3) softmax'),
  'sparsity, l1': chain('x[5]', 'A: dense(6) tanh', 'sparsity(l1, weight: 0.1)', head),
  'sparsity, kl': chain(
    'x[5]',
    'A: dense(6) logistic',
    'sparsity(kl, weight: 0.5, target: 0.1)',
    head,
  ),
  'sparsity of a branch': chain(
    'x[5]',
    'A: dense(6) tanh',
    'B: dense(4) logistic',
    'sparsity(kl, weight: 0.5, target: 0.1)',
    'output: dense(3) softmax from A',
  ),
  embedding: chain('x[4]', 'step', 'E: embedding(3, vocabulary: 2)', 'R: rnn(4)', head),
  lcn: chain(image, 'C: conv(4, kernel: 3, padding: same)', 'lcn(5)', head),
  'lcn, narrow': chain(image, 'C: conv(1, kernel: 3)', 'lcn([1, 4], deviation: 0.7)', head),
  's_cell, c_cell': chain(
    image,
    'S1: s_cell(4, kernel: 3, padding: same, selectivity: 2)',
    'c_cell(3, stride: 2, padding: 1)',
    'S2: s_cell(3, kernel: 2, selectivity: 1)',
    'c_cell(2)',
    head,
  ),
  'conv, connections': chain(
    image,
    'C: conv(3, kernel: 3, connections: [[0], [1], [0, 1]]) tanh',
    'D: conv(2, kernel: 2, connections: [[2, 0], [1]], bias: false) tanh',
    head,
  ),
  'pools rounding up': chain(
    image,
    'C: conv(3, kernel: 2) tanh',
    'avgpool(3, stride: 2, padding: 1, ceil: true)',
    'maxpool(2, ceil: true)',
    head,
  ),
  depthwise_conv: chain(
    image,
    'C: depthwise_conv([3, 2], stride: [1, 2], padding: 1, multiplier: 2) tanh',
    'D: depthwise_conv(2, dilation: 2, bias: false) tanh',
    head,
  ),
  'squeeze and excitation, stochastic_depth': chain(
    image,
    'C: conv(4, kernel: 3) tanh',
    'multiply { { global_avg_pool; E: dense(4) logistic } { } }',
    'add { { D: conv(4, kernel: 1); stochastic_depth(0.5) } { global_max_pool } }',
    head,
  ),
  'group_norm, instance_norm, rms_norm of maps': chain(
    image,
    'C: conv(4, kernel: 3)',
    'G: group_norm(2) tanh',
    'I: instance_norm tanh',
    'R: rms_norm tanh',
    head,
  ),
  'group_norm, instance_norm, rms_norm of steps': chain(
    'x[4, 6]',
    'G: group_norm(3) tanh',
    'I: instance_norm tanh',
    'R: rms_norm(axis: 2) tanh',
    head,
  ),
  'group_norm of units': chain('x[5]', 'A: dense(6)', 'N: group_norm(2) tanh', head),
  'glu, geglu, swiglu': chain(
    'x[5]',
    'A: dense(16)',
    'glu',
    'B: dense(12)',
    'geglu',
    'reshape([3, 2])',
    'S: step_dense(4)',
    'swiglu',
    head,
  ),
  'attention, causal': chain('x[5, 4]', 'A: attention(2, causal: true)', 'global_avg_pool', head),
  'to_sequence, position, attention': chain(
    image,
    'C: conv(4, kernel: 3, stride: 3)',
    'to_sequence',
    'P: position',
    'position(sinusoidal)',
    'A: attention(2, bias: false, dropout: 0.3) tanh',
    'multiply { { } { global_max_pool } }',
    head,
  ),
  'relu with a slope at zero': chain('x[5]', 'A: dense(6) relu(at_zero: 0.5)', head),
  penalties: chain(
    'x[5]',
    'A: dense(6, regularize: l2(0.1)) tanh',
    'output: dense(3, regularize: l1(0.05)) softmax',
  ),
};

/** Losses other than cross-entropy, by the name of their case. */
export const lossOf: Readonly<Record<string, BoundCall>> = {
  'binary cross entropy': call('binary_cross_entropy'),
  'squared hinge': call('squared_hinge'),
  'squared error': call('mse'),
  'squared error of prototypes': call('mse'),
  'prototypes, fixed': call('rbf', { margin: 0.5 }),
  reconstruction: call('reconstruction', { by: 'squared' }),
  'reconstruction, cross entropy': call('reconstruction', { by: 'cross_entropy' }),
  'reconstruction of images': call('reconstruction', { by: 'squared' }),
};

/** What its targets are: an output that is an image has no classes. */
export const targetsOf = (name: string): Targets => ({
  kind: name === 'squared error' ? 'values' : 'classes',
  count: 3,
});
