import assert from 'node:assert/strict';
import { covered, occluded, occlusionGrid } from '../../../webview/featureMaps/occlusion';

describe('a square that covers a part of an image', () => {
  for (const [height, width] of [
    [28, 28],
    [32, 20],
    [5, 5],
    [224, 224],
  ] as const)
    it(`covers every pixel of ${height}×${width} at some place, and never all`, () => {
      const grid = occlusionGrid(height, width);
      assert.ok(grid.rows * grid.columns <= 196);
      const seen = new Set<number>();
      for (let row = 0; row < grid.rows; row++)
        for (let column = 0; column < grid.columns; column++) {
          const { top, left, bottom, right } = covered(grid, row, column, [height, width]);
          const area = (bottom - top + 1) * (right - left + 1);
          assert.ok(area > 0 && area <= grid.side ** 2);
          for (let y = top; y <= bottom; y++)
            for (let x = left; x <= right; x++) seen.add(y * width + x);
        }
      assert.equal(seen.size, height * width);
    });

  it('is as grey as each channel is on average; the rest stays', () => {
    const image = Float32Array.of(0, 1, 2, 3, 10, 10, 10, 30);
    const region = { top: 0, left: 1, bottom: 1, right: 1 };
    assert.deepEqual([...occluded(image, [2, 2, 2], region)], [0, 1.5, 2, 1.5, 10, 15, 10, 15]);
    assert.deepEqual([...image.subarray(0, 2)], [0, 1]);
  });
});
