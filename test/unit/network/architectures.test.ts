import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { layerMemory, parameterCount, trainingMemory } from '../../../src/network/size';
import { chain, networkOf } from './support';

/** Shapes and parameter counts as published. */
const architectures: Readonly<
  Record<string, { text: string; rows: Readonly<Record<string, [string, number]>>; total: number }>
> = {
  // LeCun et al. (1998), with C3 connected to all maps as it is taught today.
  'LeNet-5': {
    text: chain(
      'image[1, 32, 32]',
      'C1: conv(6, kernel: 5) tanh',
      'S2: avgpool(2)',
      'C3: conv(16, kernel: 5) tanh',
      'S4: avgpool(2)',
      'C5: conv(120, kernel: 5) tanh',
      'F6: dense(84) tanh',
      'output: dense(10) softmax',
    ),
    rows: {
      C1: ['6,28,28', 156],
      S2: ['6,14,14', 0],
      C3: ['16,10,10', 2416],
      S4: ['16,5,5', 0],
      C5: ['120,1,1', 48_120],
      F6: ['84', 10_164],
      output: ['10', 850],
    },
    total: 61_706,
  },
  // LeCun et al. (1998) as published: trainable subsampling, the connection table, prototypes of ±1.
  'LeNet-5 of 1998': {
    text: chain(
      'image[1, 32, 32]',
      'C1: conv(6, kernel: 5) scaled_tanh',
      'S2: subsample(2) scaled_tanh',
      'C3: conv(16, kernel: 5, connections: lenet5) scaled_tanh',
      'S4: subsample(2) scaled_tanh',
      'C5: conv(120, kernel: 5) scaled_tanh',
      'F6: dense(84) scaled_tanh',
      'output: rbf(10, init: signs, frozen: true)',
    ),
    rows: {
      C1: ['6,28,28', 156],
      S2: ['6,14,14', 12],
      C3: ['16,10,10', 1516],
      S4: ['16,5,5', 32],
      C5: ['120,1,1', 48_120],
      F6: ['84', 10_164],
      output: ['10', 840],
    },
    total: 60_840,
  },
  // Krizhevsky, Sutskever and Hinton (2012): 60 million parameters, two groups in C2, C4 and C5.
  AlexNet: {
    text: chain(
      'image[3, 227, 227]',
      'C1: conv(96, kernel: 11, stride: 4) relu',
      'P1: maxpool(3, stride: 2)',
      'C2: conv(256, kernel: 5, padding: 2, groups: 2) relu',
      'P2: maxpool(3, stride: 2)',
      'C3: conv(384, kernel: 3, padding: 1) relu',
      'C4: conv(384, kernel: 3, padding: 1, groups: 2) relu',
      'C5: conv(256, kernel: 3, padding: 1, groups: 2) relu',
      'P5: maxpool(3, stride: 2)',
      'F6: dense(4096) relu; dropout(0.5)',
      'F7: dense(4096) relu; dropout(0.5)',
      'output: dense(1000) softmax',
    ),
    rows: {
      C1: ['96,55,55', 34_944],
      P1: ['96,27,27', 0],
      C2: ['256,27,27', 307_456],
      P2: ['256,13,13', 0],
      C3: ['384,13,13', 885_120],
      C4: ['384,13,13', 663_936],
      C5: ['256,13,13', 442_624],
      P5: ['256,6,6', 0],
      F6: ['4096', 37_752_832],
      F7: ['4096', 16_781_312],
      output: ['1000', 4_097_000],
    },
    total: 60_965_224,
  },
  // Simonyan and Zisserman (2015), configuration D: 138 million parameters.
  'VGG-16': {
    text: [
      'block stage(n) { conv(n, kernel: 3, padding: same) relu',
      'conv(n, kernel: 3, padding: same) relu }',
      'block stage3(n) { repeat 3 { conv(n, kernel: 3, padding: 1) relu } ; maxpool(2) }',
      chain(
        'image[3, 224, 224]',
        'A: stage(64)',
        'maxpool(2)',
        'B: stage(128)',
        'maxpool(2)',
        'C: stage3(256)',
        'D: stage3(512)',
        'E: stage3(512)',
        'F: dense(4096) relu',
        'G: dense(4096) relu',
        'output: dense(1000) softmax',
      ),
    ].join('\n'),
    rows: {
      'A.conv_1': ['64,224,224', 1792],
      'E.maxpool_1': ['512,7,7', 0],
      F: ['4096', 102_764_544],
    },
    total: 138_357_544,
  },
  // Szegedy et al. (2015), module 3a: 256 maps at 28 × 28, about 159 thousand weights.
  'Inception 3a': {
    text: [
      'block inception(n1, r3, n3, r5, n5, np) {',
      '  concat { { conv(n1, kernel: 1) relu }',
      '    { conv(r3, kernel: 1) relu; conv(n3, kernel: 3, padding: 1) relu }',
      '    { conv(r5, kernel: 1) relu; conv(n5, kernel: 5, padding: 2) relu }',
      '    { maxpool(3, stride: 1, padding: 1); conv(np, kernel: 1) relu } } }',
      chain(
        'maps[192, 28, 28]',
        'M: inception(64, 96, 128, 16, 32, np: 32)',
        'output: globalavgpool softmax',
      ),
    ].join('\n'),
    rows: { 'M.concat_1': ['256,28,28', 0], output: ['256', 0] },
    total: 163_696,
  },
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('layers and their sizes', () => {
  for (const [name, { text, rows, total }] of Object.entries(architectures)) {
    it(`has the published shapes and counts of ${name}`, () => {
      const { layers } = networkOf(text);
      const found = Object.fromEntries(
        layers
          .filter(({ id }) => id in rows)
          .map((layer) => [layer.id, [layer.shape.join(), parameterCount(layer)]]),
      );
      assert.deepEqual(found, rows);
      assert.equal(sum(layers.map(parameterCount)), total);
    });
  }

  it('counts the multiply-adds of VGG-16: 15.5 thousand million', () => {
    const { layers } = networkOf(architectures['VGG-16'].text);
    assert.equal(sum(layers.map(({ cost }) => cost.multiplyAdds)), 15_470_264_320);
  });

  it('counts memory in float32: of a layer for one sample, of training by batch and optimizer', () => {
    const network = networkOf(chain('x[3]', 'A: dense(4)', 'output: dense(2) softmax'));
    assert.deepEqual(network.layers.map(layerMemory), [4 * (16 + 4), 4 * (10 + 2)]);
    // Of each of 26 parameters: 3 copies of it and of its 2 states, and 7 more; of a sample: 3 inputs, and 6 outputs 4 times.
    assert.equal(trainingMemory(network, 10, 2), 4 * (26 * (3 * 3 + 7) + 10 * (3 + 4 * 6)));
  });
});
