import assert from 'node:assert/strict';
import { readCharacters } from '../../../webview/featureMaps/characters';
import { numbersText, readNumbers } from '../../../webview/featureMaps/numbersText';
import { attributed, overChannels } from '../../../webview/featureMaps/saliency';
import { transposed } from '../../../webview/featureMaps/transposed';
import { encodeTensor } from '../../../webview/featureMaps/tensor';

describe('a sequence that is typed', () => {
  const read = (text: string) => {
    const found = readNumbers(text, [3, 2]);
    return 'values' in found ? [...found.values] : found.problem;
  };

  for (const [what, text] of [
    ['commas', '1,2\n3,4\n5,6'],
    ['semicolons, and an end of line', '1;2\r\n3;4\r\n5;6\r\n'],
    ['tabs', '1\t2\n3\t4\n5\t6'],
    ['spaces', ' 1  2\n3 4\n\n5 6'],
    ['a head', 'a,b\n1,2\n3,4\n5,6'],
    ['more steps than are read', '1,2\n3,4\n5,6\n7,8'],
  ])
    it(`is read with ${what}`, () => assert.deepEqual(read(text), [1, 2, 3, 4, 5, 6]));

  it('ends in zeros where it is too short', () =>
    assert.deepEqual(read('1e-1, -2'), [Math.fround(0.1), -2, 0, 0, 0, 0]));

  it('is refused where a line has too few numbers, or a word', () => {
    assert.equal(read('1,2\n3'), 'Line 2 has 1 numbers; a step has 2.');
    assert.equal(read('1,2\n\n3,x'), 'Line 3: “x” is no number.');
    assert.equal(read('1,2\n3,'), 'Line 2: “?” is no number.');
    assert.equal(read('1,1e99'), 'Line 1: “1e99” is no number.');
  });

  it('is what it was when it is written and read again', () => {
    const values = Float32Array.of(0.1, -3, 1e-7, 12345.678, 5.1, 0);
    assert.deepEqual(read(numbersText(values, 2)), [...values]);
  });
});

describe('a text that is typed', () => {
  const alphabet = [...'\n abé😀'];
  const read = (text: string, steps = 4) => {
    const found = readCharacters(text, steps, alphabet);
    return 'values' in found ? [...found.values] : found.problem;
  };

  it('is the numbers of its last characters, behind spaces', () => {
    assert.deepEqual(read('ab'), [1, 1, 2, 3]);
    assert.deepEqual(read('aaab😀\n'), [2, 3, 5, 0]);
  });

  it('is refused with characters that the data do not have, each once', () =>
    assert.equal(read('aXbXY'), 'The data have no “X”, “Y”: the network knows 6 characters.'));
});

describe('a saliency map', () => {
  it('is a magnitude, or what a number adds to the score', () => {
    const [gradient, input] = [Float32Array.of(-2, 3), Float32Array.of(0.5, -1)];
    assert.deepEqual([...attributed(gradient, input, 'gradient')], [2, 3]);
    assert.deepEqual([...attributed(gradient, input, 'product')], [-1, -3]);
  });

  it('of an image takes the greatest of its channels, or the sum of what they add', () => {
    const values = Float32Array.of(1, 2, 3, 4, 0, 9);
    assert.deepEqual([...overChannels(values, 3, 'gradient')], [3, 9]);
    assert.deepEqual([...overChannels(values, 3, 'product')], [4, 15]);
  });

  it('of a sequence has time to the right', () => {
    const { width, height, values } = transposed(
      encodeTensor([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)),
    );
    assert.deepEqual([width, height, [...values]], [3, 2, [1, 3, 5, 2, 4, 6]]);
  });
});
