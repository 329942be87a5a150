import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { pack, unpack } from '../../../src/extension/inspector/packing';
import { colouring, paint, paintImage } from '../../../webview/featureMaps/paint';
import { weightImages } from '../../../webview/featureMaps/weightImages';
import { histogramOf } from '../../../src/numerics/histogram';
import {
  decodeTensor,
  encodeTensor,
  statistics,
  toMaps,
} from '../../../webview/featureMaps/tensor';

const wire = (shape: number[], values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return { shape, data: bytes.toString('base64') };
};

describe('tensors from the core', () => {
  const few = [0, -1.5, 3, Infinity];

  it('are little-endian float32, in base64 where they were kept in JSON', () => {
    deepEqual([...decodeTensor(wire([2, 2], few))], few);
  });

  it('are bytes where they came from the host, wherever these begin', () => {
    const { shape, data } = wire([2, 2], few);
    const bytes = Uint8Array.of(7, ...Buffer.from(data, 'base64')).subarray(1);
    deepEqual([...decodeTensor({ shape, data: bytes })], few);
    deepEqual([...decodeTensor(pack(wire([2, 2], few)))], few);
  });

  it('go to the core in the same form', () => {
    const values = Array.from({ length: 5000 }, (_, i) => Math.fround(Math.sin(i)));
    const packed = encodeTensor([50, 100], Float32Array.from(values));
    deepEqual(unpack(packed), wire([50, 100], values));
  });

  it('are found wherever they stand in an answer, and nothing else is changed', () => {
    const answer = { step: 7, name: 'Net', outputs: [{ layer: 'C1', values: wire([1], [2]) }] };
    const { outputs, ...others } = pack(answer);
    deepEqual(others, { step: 7, name: 'Net' });
    const [{ layer, values }] = outputs;
    deepEqual([layer, values.shape, [...values.data]], ['C1', [1], [0, 0, 0, 64]]);
    equal(values.data.buffer.byteLength, 4);
  });

  it('of the wrong length are refused', () => {
    throws(() => decodeTensor({ ...wire([2], [1, 2]), shape: [3] }), /\[3\] came with 8 bytes/);
  });

  for (const [shape, maps, height, width] of [
    [[3, 2, 4], 3, 2, 4],
    [[2, 4], 1, 2, 4],
    [[24], 1, 1, 24],
  ] as const) {
    it(`of shape [${shape.join(', ')}] are ${maps} maps of ${height}×${width}`, () => {
      const length = shape.reduce<number>((a, b) => a * b, 1);
      const split = toMaps(
        wire(
          [...shape],
          Array.from({ length }, (_, i) => i),
        ),
      );
      deepEqual([split.maps.length, split.height, split.width], [maps, height, width]);
      equal(split.maps.at(-1)?.at(-1), length - 1);
    });
  }

  it('are summed up without what is not finite', () => {
    const { min, max, mean, deviation } = statistics([
      Float32Array.of(1, NaN),
      Float32Array.of(5, Infinity),
    ]);
    deepEqual([min, max, mean, deviation], [1, 5, 3, 2]);
    ok(Number.isNaN(statistics([]).mean));
  });
});

describe('a histogram', () => {
  it('counts each finite value in one bin, the greatest in the last', () => {
    const values = Float32Array.of(0, 0.9, 1, 2.5, 4, NaN, Infinity);
    deepEqual(histogramOf(values, 4), { from: 0, to: 4, counts: [2, 1, 1, 1] });
  });

  it('is none of values that are all equal', () => {
    equal(histogramOf(Float32Array.of(3, 3), 4), undefined);
  });
});

describe('weights as images', () => {
  const numbers = Float32Array.from({ length: 24 }, (_, i) => i);
  for (const [what, shape, input, images, size] of [
    ['of a convolution, one for each channel', [2, 3, 2, 2], [3, 8, 8], 6, [2, 2]],
    ['of a dense layer on images', [2, 12], [3, 2, 2], 6, [2, 2]],
    ['not of a dense layer on units', [2, 12], [12], undefined, undefined],
    ['not of single numbers', [4, 6, 1, 1], [6, 8, 8], undefined, undefined],
    ['not of a bias', [24], [3, 8, 8], undefined, undefined],
  ] as const)
    it(what, () => {
      const found = weightImages(numbers, shape, input);
      deepEqual([found?.images.length, found && [found.height, found.width]], [images, size]);
      if (!found) return;
      const { unit, channel, values } = found.images[4];
      deepEqual([unit, channel, [...values]], [1, 1, [16, 17, 18, 19]]);
    });
});

describe('painting maps', () => {
  const pixel = (pixels: Uint8ClampedArray, i: number) => [...pixels.subarray(i * 4, i * 4 + 4)];

  it('puts zero of signed values in the middle of a diverging map', () => {
    deepEqual(colouring({ min: -1, max: 3 }, 'light'), {
      map: 'diverging',
      low: -3,
      high: 3,
    });
    equal(colouring({ min: -1, max: 3 }, 'dark').map, 'divergingDark');
  });

  it('spreads values of one sign over a sequential map', () => {
    deepEqual(colouring({ min: 0, max: 3 }, 'dark'), {
      map: 'sequential',
      low: 0,
      high: 3,
    });
  });

  it('in grey from black to white', () => {
    const pixels = paint(Float32Array.of(2, 6), { map: 'grey', low: 2, high: 6 });
    deepEqual(
      [pixel(pixels, 0), pixel(pixels, 1)],
      [
        [0, 0, 0, 255],
        [255, 255, 255, 255],
      ],
    );
  });

  it('leaves NaN transparent and survives a constant map', () => {
    const pixels = paint(Float32Array.of(NaN, 4), { map: 'grey', low: 4, high: 4 });
    equal(pixels[3], 0);
    equal(pixels[7], 255);
  });

  it('of images takes grey or red, green and blue', () => {
    deepEqual(pixel(paintImage([Float32Array.of(1)]), 0), [255, 255, 255, 255]);
    const channels = [1, 0, 0.2].map((value) => Float32Array.of(value));
    deepEqual(pixel(paintImage(channels), 0), [255, 0, 51, 255]);
  });
});
