import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { initialize } from '../../../src/network/initialize';
import { parameterCount } from '../../../src/network/size';
import { chain, networkOf, resolve } from './support';

const messages = (...lines: readonly string[]) =>
  resolve(chain('x[6]', ...lines)).diagnostics.map(({ message }) => message);

describe('layers that share parameters', () => {
  it('have none of their own', () => {
    const network = networkOf(
      chain('x[4]', 'A: dense(4) tanh', 'dense(4, share: A) tanh', 'output: dense(2)'),
    );
    assert.deepEqual([...initialize(network, 1).keys()].sort(), [
      'A.bias',
      'A.weight',
      'output.bias',
      'output.weight',
    ]);
    assert.deepEqual(network.layers.map(parameterCount), [4 * 4 + 4, 0, 4 * 2 + 2]);
  });

  it('read a matrix transposed where only that fits, with a bias of their own', () => {
    const network = networkOf(chain('x[6]', 'A: dense(3)', 'output: dense(6, share: A)'));
    const [, decoder] = network.layers;
    assert.deepEqual(decoder.shared?.get('weight'), {
      key: 'A.weight',
      shape: [3, 6],
      transposed: true,
    });
    assert.deepEqual(
      decoder.parameters.map(({ name, shape }) => [name, ...shape]),
      [['bias', 6]],
    );
  });

  it('share with the owner when they name a layer that shares itself', () => {
    const network = networkOf(
      chain('x[3]', 'A: dense(3)', 'B: dense(3, share: A)', 'output: dense(3, share: B)'),
    );
    assert.equal(network.layers[2].shared?.get('weight')?.key, 'A.weight');
  });

  it('keep the owner, even if no output reads it', () => {
    const network = networkOf(chain('x[3]', 'A: dense(3)', 'output: dense(3, share: A) from x'));
    assert.deepEqual(
      network.layers.map(({ id }) => id),
      ['A', 'output'],
    );
  });

  it('keep running statistics apart', () => {
    const network = networkOf(chain('x[3]', 'A: batchnorm', 'output: batchnorm(share: A)'));
    assert.deepEqual(
      network.layers[1].parameters.map(({ name }) => name),
      ['mean', 'variance'],
    );
  });

  it('name what does not fit', () => {
    assert.deepEqual(messages('A: dense(4)', 'output: dense(5, share: A)'), [
      '`output` needs a weight of the shape [5, 4], but that of `A` has the shape [4, 6]',
    ]);
    assert.deepEqual(messages('A: dense(4)', 'B: relu', 'output: dense(4, share: B)'), [
      '`output` needs a weight of the shape [4, 4], but that of `B` is missing',
    ]);
    assert.match(messages('Ab: dense(4)', 'output: dense(4, share: Ac)')[0], /unknown label `Ac`/);
    assert.match(
      messages('output: dense(4, share: x)')[0],
      /must name a layer above this line: `x` is no layer$/,
    );
  });
});
