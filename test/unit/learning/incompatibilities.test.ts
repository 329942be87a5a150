import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LearningError } from '../../../src/learning/learningError';
import { usualLoss } from '../../../src/learning/losses';
import { incompatibleHeads } from '../../../src/learning/objective';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { TrainPlan } from '../../../src/learning/plan';
import { chain, networkOf } from '../network/support';

const crossEntropy = { name: 'cross_entropy', arguments: { label_smoothing: 0 } };
const mse = { name: 'mse', arguments: {} };
const binary = { name: 'binary_cross_entropy', arguments: {} };
const hinge = { name: 'squared_hinge', arguments: {} };
const prototypes = { name: 'rbf', arguments: { margin: 1 } };
const reconstruction = { name: 'reconstruction', arguments: { by: 'squared' } };
const classes = { kind: 'classes', count: 10 } as const;
const plan: TrainPlan = {
  network: 'Net',
  data: 'data',
  loss: crossEntropy,
  optimizer: { name: 'sgd', arguments: { rate: 0.1, momentum: 0, nesterov: false } },
  schedule: { name: 'constant', arguments: {} },
  epochs: 1,
  seed: 1,
  location: { cell: 0, start: 0, end: 0 },
};

describe('loss and head', () => {
  const cases = {
    'a softmax over the classes fits': ['output: dense(10) softmax', crossEntropy, []],
    'cross entropy needs a softmax': [
      'output: dense(10)',
      crossEntropy,
      [['loss-head', /`output` has no activation; write `softmax`/]],
    ],
    'cross entropy refuses another activation': [
      'output: dense(10) tanh',
      crossEntropy,
      [['loss-head', /ends with `tanh`/]],
    ],
    'cross entropy refuses maps': [
      'output: conv(10, kernel: 1) softmax',
      crossEntropy,
      [['loss-head', /has the shape \[10, 8, 8\]; end it with `dense/]],
    ],
    'as many outputs as classes': [
      'output: dense(7) softmax',
      crossEntropy,
      [['head-size', /10 classes, but `output` has 7 outputs; give it 10/]],
    ],
    'every head is looked at': [
      'output a: dense(10) softmax; output b: dense(10); output c: dense(9) softmax',
      crossEntropy,
      [
        ['loss-head', /`b`/],
        ['head-size', /`c`/],
      ],
    ],
    'binary cross entropy needs a logistic head': [
      'output: dense(10) tanh',
      binary,
      [['loss-head', /ends with `tanh`; write `logistic`/]],
    ],
    'binary cross entropy points to cross entropy': [
      'output: dense(10) softmax',
      binary,
      [['loss-head', /ends with `softmax`; write `loss cross_entropy`/]],
    ],
    'a logistic head fits binary cross entropy': ['output: dense(10) logistic', binary, []],
    'a hinge needs a linear head': [
      'output: dense(10) relu',
      hinge,
      [['loss-head', /ends with `relu`; remove/]],
    ],
    'a linear head fits a hinge': ['output: dense(10) linear', hinge, []],
    'prototypes fit their loss': ['output: rbf(10)', prototypes, []],
    'the loss of prototypes needs some': [
      'output: dense(10)',
      prototypes,
      [['loss-head', /ends with `dense`; end it with `rbf\(classes\)`/]],
    ],
    'a reconstruction has as many outputs as inputs': ['output: dense(64)', reconstruction, []],
    'a reconstruction of another size does not fit': [
      'output: dense(10)',
      reconstruction,
      [['head-size', /the data has 64 inputs, but `output` has 10 outputs/]],
    ],
    'a reconstruction by cross entropy needs a logistic head': [
      'output: dense(64)',
      { name: 'reconstruction', arguments: { by: 'cross_entropy' } },
      [['loss-head', /write `logistic`/]],
    ],
    'mean squared error takes any activation': ['output: dense(10) tanh', mse, []],
    'classes need a row, not maps of one number each': [
      'output: conv(10, kernel: 8)',
      mse,
      [['head-shape', /`output` has the shape \[10, 1, 1\]; end the network with `flatten`/]],
    ],
    'classes need a row, not an image': [
      'output: conv(1, kernel: 3) logistic',
      binary,
      [['head-shape', /`output` has the shape \[1, 6, 6\]; end the network with `dense\(10\)`/]],
    ],
    'a reconstruction may be an image': ['output: conv(1, kernel: 1)', reconstruction, []],
    'one output is one': [
      'output: dense(1)',
      mse,
      [['head-size', /10 classes, but `output` has 1 output; give it 10/]],
    ],
  } as const;
  for (const [name, [head, loss, expected]] of Object.entries(cases)) {
    it(name, () => {
      const found = incompatibleHeads(networkOf(chain('image[1, 8, 8]', head)), loss, classes);
      assert.deepEqual(
        found.map(({ code }) => code),
        expected.map(([code]) => code),
      );
      expected.forEach(([, says], i) => assert.match(found[i].message, says));
    });
  }
});

describe('the loss where nothing names one', () => {
  const cases = {
    'output: dense(10) softmax': 'cross_entropy',
    'output: dense(10)': 'mse',
    'output: dense(10) logistic': 'mse',
    'output a: dense(10) softmax; output b: dense(10)': 'cross_entropy',
  } as const;
  for (const [head, loss] of Object.entries(cases)) {
    it(`of \`${head}\` is ${loss}, and it fits`, () => {
      const network = networkOf(chain('x[4]', head));
      const usual = usualLoss(network);
      assert.equal(usual.name, loss);
      assert.deepEqual(incompatibleHeads({ ...network, outputs: [network.outputs[0]] }, usual), []);
    });
  }
});

describe('loss and values to predict', () => {
  const values = { kind: 'values', count: 1 } as const;
  const cases = [
    ['output: dense(1) softmax', crossEntropy, ['loss-targets']],
    ['output: rbf(1)', prototypes, ['loss-targets']],
    ['output: dense(1) logistic', binary, []],
    ['output: dense(1)', hinge, []],
    ['output: dense(1)', mse, []],
    ['output: dense(4)', reconstruction, []],
  ] as const;
  for (const [head, loss, expected] of cases) {
    it(`${loss.name} ${expected.length > 0 ? 'wants classes' : 'takes values'}`, () => {
      const found = incompatibleHeads(networkOf(chain('x[4]', head)), loss, values);
      assert.deepEqual(
        found.map(({ code }) => code),
        expected,
      );
    });
  }
});

describe('one unit for two classes', () => {
  const two = { kind: 'classes', count: 2 } as const;
  const cases = [
    ['output: dense(1) logistic', mse, []],
    ['output: dense(1) logistic', binary, []],
    ['output: dense(1) tanh', mse, []],
    ['output: dense(1)', hinge, []],
    ['output: dense(1) softmax', mse, [/give it 2, or end it with `logistic`/]],
    ['output: dense(1) softmax', crossEntropy, [/give it 2, or end it with `logistic`/]],
    ['output: rbf(1)', prototypes, [/give it 2/]],
    ['output: dense(3)', mse, [/3 outputs; give it 2$/]],
  ] as const;
  for (const [head, loss, expected] of cases) {
    it(`\`${head}\` ${expected.length > 0 ? 'does not fit' : 'fits'} ${loss.name}`, () => {
      const found = incompatibleHeads(networkOf(chain('x[4]', head)), loss, two);
      assert.equal(found.length, expected.length);
      expected.forEach((says, i) => assert.match(found[i].message, says));
    });
  }
});

describe('building a step', () => {
  const build = (head: string, more: Partial<TrainPlan> = {}, batch = 2) =>
    buildTrainingStep(
      networkOf(chain('x[4]', head)),
      { ...plan, ...more },
      { batch, targets: classes },
    );
  const codeOf = (run: () => unknown): string | undefined => {
    try {
      run();
      return undefined;
    } catch (error) {
      return error instanceof LearningError ? error.code : String(error);
    }
  };

  it('refuses what does not fit', () => {
    assert.equal(
      codeOf(() => build('output: dense(10)')),
      'loss-head',
    );
    assert.equal(
      codeOf(() => build('output: dense(3) softmax')),
      'head-size',
    );
    assert.equal(
      codeOf(() => build('output: dense(10, frozen: true) softmax')),
      'no-parameters',
    );
    assert.equal(
      codeOf(() => build('batchnorm\noutput: dense(10) softmax', {}, 1)),
      'batch-size',
    );
    for (const layer of ['batchnorm(frozen: true)', 'reshape([2, 2])\nbatchnorm', 'layernorm']) {
      assert.equal(
        codeOf(() => build(`${layer}\noutput: dense(10) softmax`, {}, 1)),
        undefined,
      );
    }
  });

  it('names parameters before optimizer state, each with its shape', () => {
    const optimizer = {
      name: 'adam',
      arguments: { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    };
    const { state } = build('output: dense(10) softmax', { optimizer });
    assert.deepEqual(
      state.map(({ key, kind, shape }) => [key, kind, shape.join()]),
      [
        ['output.weight', 'parameter', '10,4'],
        ['output.bias', 'parameter', '10'],
        ['output.weight:mean', 'state', '10,4'],
        ['output.weight:square', 'state', '10,4'],
        ['output.bias:mean', 'state', '10'],
        ['output.bias:square', 'state', '10'],
      ],
    );
  });
});
