import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { usesRate } from '../../../src/learning/rules';

describe('whether a training has a learning rate', () => {
  const call = (name: string) => ({ name, arguments: {} });
  for (const [rule, optimizer, expected] of [
    ['backprop', 'sgd', true],
    ['backprop', 'adam', true],
    ['backprop', 'rprop', false],
    ['cd', 'sgd', true],
    ['perceptron', 'sgd', true],
    ['hebbian', 'sgd', false],
    ['kmeans', 'adam', false],
    ['ridge', 'sgd', false],
  ] as const)
    it(`${expected ? 'yes' : 'no'}: ${rule} with ${optimizer}`, () =>
      assert.equal(usesRate({ rule: call(rule), optimizer: call(optimizer) }), expected));
});
