import { deepEqual, equal } from 'node:assert/strict';
import { branches, layers } from '../../../src/network/catalogue';
import { familyOf } from '../../../src/onnx/families';

describe('families of layers', () => {
  it('every layer of the catalogue has one, but rectifiers', () =>
    deepEqual(
      [...layers, ...branches].filter(({ family }) => !family).map(({ name }) => name),
      ['crelu', 'prelu'],
    ));

  for (const [name, family] of [
    ['conv', 'convolution'],
    ['max_pool', 'pooling'],
    ['dense', 'dense'],
    ['lstm', 'recurrent'],
    ['batch_norm', 'regularization'],
    ['flatten', 'reshape'],
  ] as const)
    it(`${name} is of the family ${family}`, () => equal(layers.find(name)?.family, family));
});

describe('families of ONNX operators', () => {
  for (const [operator, family] of [
    ['Conv', 'convolution'],
    ['MaxPool', 'pooling'],
    ['Gemm', 'dense'],
    ['LSTM', 'recurrent'],
    ['BatchNormalization', 'regularization'],
    ['Add', 'join'],
    ['Reshape', 'reshape'],
    ['Relu', 'other'],
    ['ConvLikeNothing', 'other'],
  ] as const)
    it(`${operator} is of the family ${family}`, () => equal(familyOf(operator), family));
});
