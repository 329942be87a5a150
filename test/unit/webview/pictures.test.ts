import assert from 'node:assert/strict';
import type { PictureEvent } from '../../../src/views/payloads';
import { cellSize, countText, pictureImages } from '../../../webview/views/pictureImages';

const picture = (change: Partial<PictureEvent>, bytes: readonly number[]): PictureEvent => ({
  step: 1,
  epoch: 1,
  name: 'weights',
  caption: 'Weights of H',
  shape: [1, 1, 1, bytes.length],
  pixels: Buffer.from(bytes).toString('base64'),
  ...change,
});

const ofBytes = (...bytes: number[]): Buffer => Buffer.from(bytes);

describe('a picture of a rule', () => {
  it('without ranges is grey, from black to white', () => {
    const { images, scale } = pictureImages(picture({}, [0, 255]), 'light');
    assert.equal(scale, undefined);
    assert.deepEqual(Buffer.from(images[0][0]), ofBytes(0, 0, 0, 255, 255, 255, 255, 255));
  });

  it('with ranges has one scale for all images: the largest of them about zero', () => {
    const two = picture(
      {
        shape: [2, 1, 1, 1],
        ranges: [
          [-4, 0],
          [0, 1],
        ],
      },
      [0, 255],
    );
    const { scale } = pictureImages(two, 'dark');
    assert.deepEqual(scale, { map: 'divergingDark', low: -4, high: 4 });
  });

  it('of numbers that are not negative has a scale from the least to the greatest', () => {
    const { scale } = pictureImages(picture({ ranges: [[0, 3]] }, [0, 255]), 'light');
    assert.deepEqual(scale, { map: 'sequential', low: 0, high: 3 });
  });

  it('takes no ranges that do not fit its images', () => {
    assert.equal(pictureImages(picture({ ranges: [] }, [0, 255]), 'light').scale, undefined);
  });

  it('of reconstructions has two parts an image, one below the other', () => {
    const pair = picture({ name: 'reconstructions', shape: [1, 1, 4, 1] }, [1, 2, 3, 4]);
    const { width, height, images } = pictureImages(pair, 'light');
    assert.deepEqual([width, height, images[0].length], [1, 2, 2]);
    assert.deepEqual(
      images[0].map((part) => [part[0], part[4]]),
      [
        [1, 2],
        [3, 4],
      ],
    );
  });

  it('keeps the colours of three channels', () => {
    const { images } = pictureImages(picture({ shape: [1, 3, 1, 1] }, [10, 20, 30]), 'light');
    assert.deepEqual(Buffer.from(images[0][0]), ofBytes(10, 20, 30, 255));
  });

  const sizes: readonly [width: number, height: number, size: number][] = [
    [28, 28, 2],
    [14, 14, 4],
    [3, 3, 19],
    [300, 300, 1],
    [60, 5, 5],
    [1, 784, 1],
    [1, 12, 24],
  ];
  for (const [width, height, size] of sizes)
    it(`of ${width} × ${height} cells has cells of ${size} pixels, and no smaller ones enlarged`, () => {
      assert.equal(cellSize(width, height, false), size);
      assert.ok(cellSize(width, height, true) >= size);
    });

  it('tells how many of how many it shows', () => {
    assert.deepEqual(
      [{}, { total: 1 }, { total: 64 }].map((change) => countText(picture(change, [0]))),
      ['1 image', '1 image', '1 of 64 images'],
    );
  });
});
