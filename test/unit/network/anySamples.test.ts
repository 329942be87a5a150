import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { anySamples } from '../../../src/network/anySamples';
import { Random } from '../../../src/random/random';
import { networkOf } from './support';

describe('samples a network can take', () => {
  const drawn = (lines: string) =>
    anySamples(
      networkOf(`network Net {\n  ${lines.replaceAll('; ', '\n  ')}\n  output: dense(2)\n}`),
      50,
      new Random(1),
    );

  it('are numbers from 0 to 1', () => {
    const samples = drawn('input x[4]; dense(3)');
    assert.equal(samples.length, 200);
    assert.ok(samples.every((number) => number >= 0 && number < 1));
    assert.ok(samples.some((number) => !Number.isInteger(number)));
  });

  it('are all the numbers a layer has vectors for, where it looks them up', () => {
    const samples = drawn('input text[6]; embedding(3, vocabulary: 5)');
    assert.deepEqual([...new Set(samples)].sort(), [0, 1, 2, 3, 4]);
  });

  it('are both where a layer looks up some of them', () => {
    const samples = drawn(
      'input x[2]; input words[3]; E: embedding(4, vocabulary: 7); F: flatten; concat from x, F',
    );
    const column = (at: number) => [...samples].filter((_, i) => i % 5 === at);
    assert.ok([0, 1].every((at) => column(at).every((number) => number < 1)));
    assert.ok([2, 3, 4].every((at) => column(at).every(Number.isInteger)));
    assert.ok(column(4).some((number) => number > 1));
  });
});
