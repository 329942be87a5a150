import assert from 'node:assert/strict';
import { Augmenter, augmentations, augmenterOf } from '../../../src/data/augment/augmenter';
import { smoothNoise } from '../../../src/data/augment/elastic';
import { DataError } from '../../../src/data/dataset';
import { loadDataset } from '../../../src/data/load';
import { Random } from '../../../src/random/random';
import { bind, contextIn, folderOf, planOf, removeFolders } from './support';

const side = 41;
const middle = (side - 1) / 2;
const shape = [1, side, side];

const call = (name: string, given: Record<string, unknown> = {}) =>
  bind(augmentations, name, given);

/** What becomes of a picture, as sample 0, 1, … */
function variants(
  calls: ReturnType<typeof call>[],
  picture: Float32Array,
  count: number,
  seed = 3,
) {
  const inputShape = picture.length === side * side ? shape : [picture.length];
  const augmenter = new Augmenter(calls, inputShape, seed);
  return Array.from({ length: count }, (_, sample) => {
    const result = picture.slice();
    augmenter.apply(Int32Array.of(sample), 0, result);
    return result;
  });
}

/** A smooth spot at (x, y) from the middle. */
function spot(x: number, y: number): Float32Array {
  const at = (i: number) => Math.hypot((i % side) - middle - x, Math.floor(i / side) - middle - y);
  return Float32Array.from({ length: side * side }, (_, i) => Math.exp(-(at(i) ** 2) / 8));
}

/** Centre of mass from the middle, [x, y]. */
function centre(picture: Float32Array): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  picture.forEach((value, i) => {
    mass += value;
    x += value * ((i % side) - middle);
    y += value * (Math.floor(i / side) - middle);
  });
  return [x / mass, y / mass];
}

/** Least and most of some numbers must lie within bounds, and come near them. */
function assertFills(numbers: readonly number[], low: number, high: number): void {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const near = 0.12 * (high - low) + 1e-9;
  assert.ok(least >= low - 0.01 * near && least <= low + near, `${least} beside ${low}`);
  assert.ok(most <= high + 0.01 * near && most >= high - near, `${most} beside ${high}`);
}

const degrees = ([x, y]: [number, number]) => (Math.atan2(y, x) * 180) / Math.PI;

describe('augmentation of images', () => {
  it('translates by up to so many pixels along both axes', () => {
    const centres = variants([call('translate', { pixels: 3 })], spot(2, -1), 100).map(centre);
    assertFills(
      centres.map(([x]) => x - 2),
      -3,
      3,
    );
    assertFills(
      centres.map(([, y]) => y + 1),
      -3,
      3,
    );
  });

  it('rotates about the middle, by angles to both sides', () => {
    const centres = variants([call('rotate', { degrees: 40 })], spot(9, 0), 100).map(centre);
    for (const [x, y] of centres) assert.ok(Math.abs(Math.hypot(x, y) - 9) < 0.02);
    assertFills(centres.map(degrees), -40, 40);
  });

  it('magnifies about the middle', () => {
    const centres = variants([call('scale', { low: 0.5, high: 1.5 })], spot(6, 0), 100).map(centre);
    assertFills(
      centres.map(([x]) => x / 6),
      0.5,
      1.5,
    );
    for (const [, y] of centres) assert.ok(Math.abs(y) < 1e-3);
  });

  it('shears rows in proportion to their height', () => {
    const centres = variants([call('shear', { degrees: 30 })], spot(0, 8), 100).map(centre);
    for (const [, y] of centres) assert.ok(Math.abs(y - 8) < 0.02);
    assertFills(
      centres.map(([x, y]) => (Math.atan2(x, y) * 180) / Math.PI),
      -30,
      30,
    );
  });

  const random = new Random(1).fillUniform(new Float32Array(side * side));
  const pixel = (picture: Float32Array, x: number, y: number) =>
    x < 0 || y < 0 || x >= side || y >= side ? 0 : picture[y * side + x];
  const mapped = (at: (x: number, y: number) => [number, number]) =>
    random.map((_, i) => pixel(random, ...at(i % side, Math.floor(i / side))));

  for (const [axis, mirrored] of [
    ['horizontal', mapped((x, y) => [side - 1 - x, y])],
    ['vertical', mapped((x, y) => [x, side - 1 - y])],
  ] as const) {
    it(`flips ${axis}ly, pixel for pixel, so often`, () => {
      const results = variants([call('flip', { axis, probability: 0.25 })], random, 400);
      const flipped = results.filter((result) => result[0] !== random[0]);
      for (const result of results)
        assert.deepEqual(result, flipped.includes(result) ? mirrored : random);
      assert.ok(Math.abs(flipped.length - 100) < 35, `${flipped.length} of 400`);
    });
  }

  it('crops at every whole offset within the padding, zeros outside', () => {
    const offsets = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));
    const expected = offsets.map(([dx, dy]) => String(mapped((x, y) => [x + dx, y + dy])));
    const found = variants([call('crop', { padding: 1 })], random, 100).map(String);
    assert.deepEqual(new Set(found), new Set(expected));
  });

  it('bends by smooth noise: deviation and correlation those of white noise under a Gaussian', () => {
    const sigma = 4;
    const noise = Array.from({ length: 60 }, (_, i) => smoothNoise(64, 64, sigma, new Random(i)));
    const lag = (d: number) => {
      let sum = 0;
      for (const field of noise)
        for (let i = 0; i < field.length; i++) sum += field[i] * field[(i & ~63) | ((i + d) & 63)];
      return sum / (noise.length * noise[0].length);
    };
    const variance = 1 / 3 / (4 * Math.PI * sigma ** 2);
    assert.ok(Math.abs(lag(0) / variance - 1) < 0.08, `${lag(0)} beside ${variance}`);
    for (const d of [2, 4, 8]) {
      const correlation = Math.exp(-(d ** 2) / (4 * sigma ** 2));
      assert.ok(Math.abs(lag(d) / lag(0) - correlation) < 0.05, `${lag(d) / lag(0)} at ${d}`);
    }
  });

  it('moves spots by elastic bending as far as its formula says', () => {
    const shifts = variants([call('elastic')], spot(0, 0), 300).flatMap(centre);
    const deviation = Math.sqrt(shifts.reduce((sum, d) => sum + d * d, 0) / shifts.length);
    // A spot of deviation 2 averages the field over itself: σ² becomes σ² + 2².
    const expected = 34 / Math.sqrt(3) / Math.sqrt(4 * Math.PI * (4 ** 2 + 2 ** 2));
    assert.ok(Math.abs(deviation / expected - 1) < 0.15, `${deviation} beside ${expected}`);
  });

  it('adds noise of the deviation given, and keeps images within 0..1', () => {
    const [grey] = variants(
      [call('noise', { deviation: 0.1 })],
      new Float32Array(1681).fill(0.5),
      1,
    );
    const differences = [...grey].map((value) => value - 0.5);
    const mean = differences.reduce((sum, d) => sum + d, 0) / 1681;
    const square = differences.reduce((sum, d) => sum + d * d, 0) / 1681;
    assert.ok(Math.abs(mean) < 0.01 && Math.abs(Math.sqrt(square) - 0.1) < 0.006);
    const [dark] = variants([call('noise', { deviation: 3 })], new Float32Array(1681), 1);
    assert.deepEqual([Math.min(...dark), Math.max(...dark)], [0, 1]);
  });

  it('leaves what is alike alike where nothing comes in from outside', () => {
    const calls = [call('rotate', { degrees: 90 }), call('elastic'), call('shear', { degrees: 9 })];
    const grey = new Float32Array(side * side).fill(0.625);
    for (const result of variants(calls, grey, 10))
      for (let i = -4; i <= 4; i++)
        assert.ok(Math.abs(pixel(result, middle + i, middle + i) - 0.625) < 1e-6);
  });

  it('works through its lines in their order', () => {
    const shift = call('translate', { pixels: 4 });
    const double = call('scale', { low: 2, high: 2 });
    const shifts = (calls: ReturnType<typeof call>[]) =>
      variants(calls, spot(2, 0), 60).map((result) => centre(result)[0] - 4);
    assertFills(shifts([double, shift]), -4, 4);
    assertFills(shifts([shift, double]), -8, 8);
  });

  it('does the same to all channels of an image', () => {
    const augmenter = new Augmenter([call('rotate', { degrees: 30 })], [2, side, side], 1);
    const both = new Float32Array([...random, ...random]);
    augmenter.apply(Int32Array.of(5), 2, both);
    assert.deepEqual(both.slice(0, side * side), both.slice(side * side));
    assert.notDeepEqual(both.slice(0, side * side), random);
  });

  it('follows from seed, epoch and sample alone', () => {
    const calls = [call('rotate', { degrees: 20 }), call('noise', { deviation: 0.1 })];
    const of = (seed: number, epoch: number, samples: number[], which: number) => {
      const inputs = new Float32Array(samples.flatMap(() => [...random]));
      new Augmenter(calls, shape, seed).apply(Int32Array.from(samples), epoch, inputs);
      return inputs.slice(which * random.length, (which + 1) * random.length);
    };
    const one = of(1, 4, [7], 0);
    assert.deepEqual(of(1, 4, [2, 9, 7], 2), one);
    for (const other of [of(2, 4, [7], 0), of(1, 5, [7], 0), of(1, 4, [8], 0)])
      assert.notDeepEqual(other, one);
  });
});

describe('augmentation of other samples', () => {
  it('adds noise to tables, not kept within bounds', () => {
    const [row] = variants([call('noise', { deviation: 1 })], new Float32Array(400).fill(5), 1);
    const mean = row.reduce((sum, x) => sum + x, 0) / 400;
    assert.ok(Math.abs(mean - 5) < 0.2 && Math.max(...row) > 6);
  });

  it('refuses what moves pixels or changes colours', () => {
    for (const { name, warp, coloured } of augmentations) {
      const make = () => new Augmenter([call(name)], [4], 1);
      if (warp ?? coloured)
        assert.throws(make, (e) => e instanceof DataError && e.code === 'not-images');
      else assert.doesNotThrow(make);
    }
  });
});

describe('augmentation of colours', () => {
  /** Pixels whose brightness varies most, along (1, 1, 1), and then red against blue. */
  const images = Array.from({ length: 200 }, (_, i) => {
    const random = new Random(5, i);
    const pixels = Array.from({ length: 4 }, () => {
      const [grey, red] = [0.5 + 0.1 * random.normal(), 0.03 * random.normal()];
      return [grey + red, grey, grey - red];
    });
    return Float32Array.from([0, 1, 2].flatMap((channel) => pixels.map((pixel) => pixel[channel])));
  });

  it('shifts whole images along principal components, as far as eigenvalue and deviation say', () => {
    const calls = [call('pca_colour', { deviation: 2 })];
    const augmenter = new Augmenter(calls, [3, 2, 2], 3, () => images);
    const shifts = Array.from({ length: 2000 }, (_, sample) => {
      const image = new Float32Array(12).fill(0.5);
      augmenter.apply(Int32Array.of(sample), 0, image);
      for (let i = 0; i < 12; i++) assert.equal(image[i], image[4 * Math.floor(i / 4)]);
      return [0, 4, 8].map((i) => image[i] - 0.5);
    });
    const along = (direction: number[]) => {
      const length = Math.hypot(...direction);
      const parts = shifts.map((shift) =>
        shift.reduce((sum, part, k) => sum + (part * direction[k]) / length, 0),
      );
      return Math.sqrt(parts.reduce((sum, part) => sum + part ** 2, 0) / parts.length);
    };
    // Variances of 3·0.1² and 2·0.03², times the deviation of the factor.
    assert.ok(Math.abs(along([1, 1, 1]) - 2 * 0.03) < 0.006, `${along([1, 1, 1])}`);
    assert.ok(Math.abs(along([1, 0, -1]) - 2 * 0.0018) < 0.0005, `${along([1, 0, -1])}`);
    assert.ok(along([1, -2, 1]) < 1e-6, `${along([1, -2, 1])}`);
  });

  it('refuses images without colours', () => {
    for (const inputShape of [[1, 2, 2], [12]]) {
      assert.throws(
        () => new Augmenter([call('pca_colour')], inputShape, 1),
        (error) => error instanceof DataError && error.code === 'not-images',
      );
    }
  });

  it('measures the training samples of a data set', async () => {
    const record = (grey: number) =>
      Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 1 : grey));
    const files = {
      'cifar10/data_batch_1.bin': Buffer.concat([record(0), record(255)]),
      'cifar10/test_batch.bin': record(51),
    };
    const data = await loadDataset(planOf('cifar10', {}), contextIn(folderOf(files)));
    removeFolders();
    const image = new Float32Array(3072).fill(0.5);
    augmenterOf(data, [call('pca_colour')], 1).apply(Int32Array.of(0), 0, image);
    assert.notEqual(image[0], 0.5);
    assert.deepEqual([image[1024], image[2048]], [image[0], image[0]]);
  });
});
