import { networkEntries } from '../../../src/network/catalogue';
import { chain } from '../../unit/network/support';

/** Small networks in which every activation and every layer of the catalogue occurs, in several forms; three outputs. */

const activations = networkEntries
  .filter(({ kind }) => kind === 'activation')
  .map(({ name }) => name)
  // Steps pass no gradient, by definition.
  .filter((name) => name !== 'step' && name !== 'sign');

const image = 'image[2, 6, 6]';
const head = 'output: dense(3) softmax';

export const smallNetworks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    activations.map((name) => [name, chain('x[5]', `A: dense(6) ${name}`, head)]),
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
  gru: chain('x[4, 3]', 'G1: gru(4, output: sequence)', 'G2: gru(3)', head),
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
  dropout: chain('x[5]', 'A: dense(8) tanh', 'dropout(0.5)', head),
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
  penalties: chain(
    'x[5]',
    'A: dense(6, regularize: l2(0.1)) tanh',
    'output: dense(3, regularize: l1(0.05)) softmax',
  ),
};

/** Losses other than cross-entropy, by the name of their case. */
export const lossOf: Readonly<Record<string, string>> = {
  'binary cross entropy': 'binary_cross_entropy',
  'squared hinge': 'squared_hinge',
  'squared error': 'mse',
};
