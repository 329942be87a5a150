import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { chunk, png } from './png';
import { decodePicture, pictureHeader } from '../../../src/data/images/decode';
import { withChannels, type Picture } from '../../../src/data/images/picture';
import { resize } from '../../../src/data/images/resize';
import { DataError } from '../../../src/data/dataset';

type Planes = readonly (readonly (readonly number[])[])[];

/** What Pillow makes of some files (`makeImages.py`). */
const fixtures = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'fixtures', 'images.json'), 'utf8'),
) as {
  files: { name: string; bytes: string; pixels: Planes }[];
  luma: { rgb: Planes; grey: Planes };
  resized: { size: [number, number]; box: number[]; pixels: Planes }[];
};

const bytesOf = (pixels: Planes) => Uint8Array.from(pixels.flat(2));

const picture = (planes: Planes): Picture => ({
  channels: planes.length as 1 | 3,
  height: planes[0].length,
  width: planes[0][0].length,
  pixels: bytesOf(planes),
});

const farthest = (found: Uint8Array, expected: Uint8Array) => {
  assert.equal(found.length, expected.length);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
};

describe('pictures', () => {
  for (const { name, bytes, pixels } of fixtures.files) {
    it(`are decoded as Pillow does: ${name}`, () => {
      const file = Buffer.from(bytes, 'base64');
      const { pixels: found, ...header } = decodePicture(file, 'a');
      const { pixels: expected, ...size } = picture(pixels);
      assert.deepEqual(header, size);
      const { width, height, channels } = pictureHeader(file, 'a');
      assert.deepEqual({ width, height, channels }, { ...size });
      // Decoders of JPEG round differently, and blow up halved colours differently.
      const allowed = name.includes('halved') ? 12 : name.includes('JPEG') ? 3 : 0;
      assert.ok(farthest(found, expected) <= allowed, String(farthest(found, expected)));
    });
  }

  it('of 16 bits keep the upper eight', () => {
    const raw = Uint8Array.from([0, 0x12, 0x34, 0xff, 0xff]);
    assert.deepEqual([...decodePicture(png([2, 1, 16, 0], raw), 'a').pixels], [0x12, 0xff]);
  });

  it('may be interlaced', () => {
    // Of 3×2 pixels pass 1 has (0, 0), pass 4 (2, 0), pass 6 (1, 0) and pass 7 the second row.
    const raw = Uint8Array.from([0, 1, 0, 3, 0, 2, 0, 4, 5, 6]);
    const { pixels } = decodePicture(png([3, 2, 8, 0], raw, { interlace: 1 }), 'a');
    assert.deepEqual([...pixels], [1, 2, 3, 4, 5, 6]);
  });

  it('become grey by their luma, and grey ones coloured', () => {
    const { rgb, grey } = fixtures.luma;
    assert.ok(farthest(withChannels(picture(rgb), 1).pixels, bytesOf(grey)) <= 1);
    assert.deepEqual(withChannels(picture(grey), 3).pixels, bytesOf([grey[0], grey[0], grey[0]]));
  });

  for (const { size, box, pixels } of fixtures.resized) {
    it(`are resized as Pillow does: the part ${box.join(', ')} to ${size.join('×')}`, () => {
      const [height, width] = size;
      const fit = box[1] === 0 ? 'stretch' : 'crop';
      const found = resize(picture(fixtures.luma.rgb), height, width, fit);
      assert.ok(farthest(found.pixels, bytesOf(pixels)) <= 1);
    });
  }

  const gigabyte = deflateSync(Buffer.alloc(1 << 24));
  const bad: readonly (readonly [string, Uint8Array, part: string])[] = [
    ['something else', Buffer.from('GIF89a'), 'neither a PNG nor a JPEG'],
    ['nothing', Buffer.alloc(0), 'neither a PNG nor a JPEG'],
    ['a header cut off', png([1, 1, 8, 0], Buffer.alloc(2)).subarray(0, 20), 'not a header'],
    ['pixels cut off', png([1, 1, 8, 0], Buffer.alloc(2)).subarray(0, 45), 'truncated'],
    ['too few pixels', png([2, 2, 8, 0], Buffer.alloc(3)), 'too few pixels'],
    ['no pixels', png([0, 2, 8, 0], Buffer.alloc(2)), 'no pixels'],
    [
      'more pixels than announced',
      png([2, 2, 8, 0], Buffer.alloc(0), { packed: gigabyte }),
      'too many',
    ],
    ['no palette', png([1, 1, 8, 3], Buffer.alloc(2)), 'no palette'],
    [
      'a colour that is not in the palette',
      png([1, 1, 8, 3], Buffer.from([0, 9]), { more: chunk('PLTE', Buffer.alloc(3)) }),
      'palette',
    ],
    ['a huge size', png([1 << 20, 1 << 20, 8, 0], Buffer.alloc(2)), '1,048,576×1,048,576'],
    ['a filter that is none', png([1, 1, 8, 0], Buffer.from([9, 0])), 'damaged'],
    ['a JPEG without a frame', Buffer.from('ffd8ffe0000400ffd9', 'hex'), 'no frame header'],
    [
      'a JPEG cut off',
      Buffer.from(fixtures.files[7].bytes, 'base64').subarray(0, 500),
      'JPEG image that can be read',
    ],
  ];
  for (const [what, bytes, part] of bad) {
    it(`are refused: ${what}`, () => {
      assert.throws(
        () => decodePicture(bytes, 'a.png'),
        (error) =>
          (error instanceof DataError && error.message.includes(part) && error.file === 'a.png') ||
          assert.fail(String(error)),
      );
    });
  }

  it('with a profile that unpacks to much are read without it', () => {
    const profile = chunk('iCCP', Buffer.concat([Buffer.from('a\0\0', 'latin1'), gigabyte]));
    const file = png([1, 1, 8, 0], Buffer.from([0, 7]), { more: profile });
    assert.deepEqual([...decodePicture(file, 'a').pixels], [7]);
  });
});
