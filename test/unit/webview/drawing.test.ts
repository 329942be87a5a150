import assert from 'node:assert/strict';
import {
  centredPixelsOf,
  drawingOf,
  emptyDrawing,
  pixelsOf,
  pixelsOfImage,
  stroke,
} from '../../../webview/featureMaps/drawing';

const brush = { radius: 1.2, colour: [1] };
const empty = emptyDrawing(1, 28, 28);

/** Ink and its centre, by the definition. */
function massOf(pixels: Float32Array, width: number) {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((value, i) => {
    mass += value;
    x += value * ((i % width) + 0.5);
    y += value * (Math.floor(i / width) + 0.5);
  });
  return { mass, x: x / mass, y: y / mass };
}

/** First and last row and column with ink. */
function boxOf(pixels: Float32Array, width: number) {
  const inked = [...pixels.keys()].filter((i) => pixels[i] > 0.1);
  const [xs, ys] = [inked.map((i) => i % width), inked.map((i) => Math.floor(i / width))];
  return {
    width: Math.max(...xs) - Math.min(...xs) + 1,
    height: Math.max(...ys) - Math.min(...ys) + 1,
  };
}

describe('a drawing', () => {
  it('starts black', () => {
    assert.deepEqual(pixelsOf(empty), new Float32Array(784));
    assert.deepEqual(centredPixelsOf(empty), new Float32Array(784));
  });

  it('has ink where a stroke went, as much as its area, and none far from it', () => {
    const pixels = pixelsOf(stroke(empty, { x: 6, y: 10 }, { x: 20, y: 10 }, brush));
    // A line with round ends, 1.2 pixels wide to each side and half as dark over 0.48 more.
    const radius = 1.2 + 0.48 / 2;
    const area = 14 * 2 * radius + Math.PI * radius ** 2;
    const { mass, x, y } = massOf(pixels, 28);
    assert.ok(Math.abs(mass - area) < 0.02 * area, `${mass} for ${area}`);
    assert.ok(Math.abs(x - 13) < 0.01 && Math.abs(y - 10) < 0.01);
    pixels.forEach((value, i) => {
      const distance = Math.abs(Math.floor(i / 28) + 0.5 - 10);
      if (distance > 2.5) assert.equal(value, 0);
    });
  });

  it('grows no darker where a stroke crosses itself', () => {
    const once = stroke(empty, { x: 6, y: 10 }, { x: 20, y: 10 }, brush);
    assert.deepEqual(stroke(once, { x: 20, y: 10 }, { x: 6, y: 10 }, brush).ink, once.ink);
  });

  it('is wiped by black', () => {
    const line = stroke(empty, { x: 6, y: 10 }, { x: 20, y: 10 }, brush);
    const wide = { radius: 3, colour: [0] };
    const wiped = stroke(line, { x: 6, y: 10 }, { x: 20, y: 10 }, wide);
    assert.ok(wiped.ink.every((ink) => ink === 0));
  });

  it('is centred as MNIST was: 20 of 28 pixels, the centre of mass in the middle', () => {
    for (const [to, longer] of [
      [{ x: 9, y: 12 }, 'height'],
      [{ x: 14, y: 5 }, 'width'],
    ] as const) {
      const centred = centredPixelsOf(stroke(empty, { x: 4, y: 3 }, to, brush));
      const { x, y } = massOf(centred, 28);
      assert.ok(Math.abs(x - 14) < 0.15 && Math.abs(y - 14) < 0.15, `${x}, ${y}`);
      assert.ok(Math.abs(boxOf(centred, 28)[longer] - 20) <= 1);
    }
  });

  it('may start with an image, and gives it back', () => {
    const rgb = emptyDrawing(3, 8, 12);
    const pixels = Float32Array.from({ length: 3 * 8 * 12 }, (_, i) => (i % 17) / 16);
    const again = pixelsOf(drawingOf(pixels, rgb));
    again.forEach((value, i) => assert.ok(Math.abs(value - pixels[i]) < 1e-6));
  });
});

describe('an image file', () => {
  const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 51, 255);

  it('keeps its colours, channel by channel', () => {
    assert.deepEqual(pixelsOfImage(rgba, 3), Float32Array.of(1, 0, 0, 1, 0, 0.2));
  });

  it('becomes grey by the brightness of its colours', () => {
    const grey = pixelsOfImage(rgba, 1);
    assert.deepEqual(
      [...grey].map((value) => value.toFixed(4)),
      ['0.2990', '0.6098'],
    );
  });
});
