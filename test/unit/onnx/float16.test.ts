import assert from 'node:assert/strict';
import { typeWithNumber, widened } from '../../../src/onnx/elementTypes';
import { halfBits } from '../../../src/onnx/float16';
import { TensorProto_DataType as Type } from '../../../src/onnx/onnx_pb';

const back = (bits: number): number => widened(Type.FLOAT16, Uint16Array.of(bits))[0];

describe('the nearest float16', () => {
  const cases: readonly [value: number, nearest: number][] = [
    [0, 0],
    [1, 1],
    [-2.5, -2.5],
    [1 / 3, 0.333251953125],
    [1 + 2 ** -11, 1], // a tie, to even
    [1 + 3 * 2 ** -11, 1 + 2 ** -9], // a tie, to even
    [65504, 65504],
    [65519, 65504],
    [65520, Infinity],
    [-1e9, -Infinity],
    [2 ** -14, 2 ** -14],
    [2 ** -24, 2 ** -24],
    [2 ** -25, 0], // a tie, to even
    [1.5 * 2 ** -24, 2 ** -23],
    [Infinity, Infinity],
  ];
  for (const [value, nearest] of cases) {
    it(`of ${value} is ${nearest}`, () => assert.equal(back(halfBits(value)), nearest));
  }

  it('of a number that is none is none', () => assert.ok(Number.isNaN(back(halfBits(NaN)))));

  it('is the number itself for every float16', () => {
    assert.equal(typeWithNumber(Type.FLOAT16), 'float32');
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = back(bits);
      if (!Number.isNaN(value)) assert.equal(halfBits(value), bits);
    }
  });
});
