import assert from 'node:assert/strict';
import { rangesOf, stretched } from '../../../src/compute/training/pictures';

describe('images of what was learned', () => {
  const cases: [text: string, numbers: number[], size: number, bytes: number[]][] = [
    ['from the least number to the greatest', [-1, 0, 1], 3, [0, 128, 255]],
    ['whatever their scale', [2 ** -20, 2 ** -18, 2 ** -19], 3, [0, 255, 85]],
    ['each by itself', [0, 1, 10, 20], 2, [0, 255, 0, 255]],
    ['to grey where all numbers are the same', [5, 5, 0, 1], 2, [128, 128, 0, 255]],
    ['to grey where there is one number', [7], 1, [128]],
    ['to nothing where there are none', [], 4, []],
  ];
  for (const [text, numbers, size, bytes] of cases)
    it(`are stretched ${text}`, () => {
      const floats = Float32Array.from(numbers);
      assert.deepEqual([...stretched(floats, rangesOf(floats, size))], bytes);
    });

  it('tell the range of each', () =>
    assert.deepEqual(rangesOf(Float32Array.of(-1, 0.5, 10, 20), 2), [
      [-1, 0.5],
      [10, 20],
    ]));
});
