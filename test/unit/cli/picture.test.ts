import assert from 'node:assert/strict';
import { pictureText, type Picture } from '../../../src/cli/picture';

function picture(shape: [number, number, number, number], bytes: readonly number[]): Picture {
  const pixels = Buffer.from(bytes).toString('base64');
  return {
    event: 'picture',
    step: 1,
    epoch: 1,
    name: 'filters',
    caption: 'filters',
    shape,
    pixels,
  };
}

const shown = (...of: Parameters<typeof picture>) =>
  pictureText(picture(...of), (text) => `*${text}*`).split('\n');

describe('a picture in a terminal', () => {
  const cases: [
    text: string,
    shape: Parameters<typeof picture>[0],
    bytes: number[],
    rows: string[],
  ][] = [
    ['two characters a pixel', [1, 1, 2, 2], [0, 255, 255, 0], ['  @@', '@@']],
    ['brighter characters for brighter pixels', [1, 1, 1, 3], [60, 128, 200], ['::++##']],
    ['images side by side', [2, 1, 1, 2], [255, 0, 0, 255], ['@@      @@']],
    ['the mean of the channels', [1, 2, 1, 2], [0, 255, 255, 255], ['==@@']],
    ['what is missing as dark', [1, 1, 2, 1], [255], ['@@', '']],
  ];
  for (const [text, shape, bytes, rows] of cases)
    it(`has ${text}`, () => assert.deepEqual(shown(shape, bytes), ['*filters*', ...rows]));

  it('shows no more images than there is room for, and says so', () => {
    const [head, row] = shown([16, 1, 1, 8], Array<number>(128).fill(255));
    assert.equal(head, '*filters (4 of 16)*');
    assert.deepEqual(row.split('  '), Array(4).fill('@'.repeat(16)));
  });

  const large: [height: number, width: number][] = [
    [28, 28],
    [200, 200],
    [10, 300],
    [300, 10],
    [1, 784],
  ];
  for (const [height, width] of large)
    it(`of ${height} × ${width} pixels fits a page`, () => {
      const size = height * width;
      const [, ...rows] = shown([1, 1, height, width], Array<number>(size).fill(255));
      assert.ok(rows.length <= 14, `${rows.length} lines`);
      for (const row of rows)
        assert.ok(row.length >= 1 && row.length <= 76, `${row.length} columns`);
    });
});
