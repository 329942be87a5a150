import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  colourAt,
  colourIndex,
  colourMap,
  textOn,
  type ColourMapName,
} from '../../../webview/ui/colourMap';

/** CIE lightness L* of an sRGB colour (CIE 15:2004), an oracle apart from the OKLab the maps are made in. */
function lightness(bytes: ArrayLike<number>, index: number): number {
  const [r, g, b] = [0, 1, 2].map((channel) => {
    const value = (bytes[index * 3 + channel] ?? 0) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (24389 / 27) * y;
}

const lightnesses = (name: ColourMapName): number[] =>
  Array.from({ length: 256 }, (_, i) => lightness(colourMap(name), i));

describe('colour maps', () => {
  for (const name of ['sequential', 'grey'] as const) {
    it(`${name}: lighter with every value`, () => {
      const values = lightnesses(name);
      values.slice(1).forEach((value, i) => ok(value >= (values[i] ?? 0) - 0.35, `at ${i}`));
      ok((values.at(-1) ?? 0) - (values[0] ?? 0) > 70);
    });
  }

  for (const [name, sign] of [
    ['diverging', -1],
    ['divergingDark', 1],
  ] as const) {
    it(`${name}: equally light on both sides, its extreme in the middle`, () => {
      const values = lightnesses(name);
      for (let i = 0; i < 128; i++)
        ok(Math.abs((values[i] ?? 0) - (values[255 - i] ?? 0)) < 6, `at ${i}`);
      ok(sign * ((values[0] ?? 0) - (values[127] ?? 0)) > 30);
    });

    it(`${name}: without a hue in the middle`, () => {
      const [r = 0, g = 0, b = 0] = colourMap(name).subarray(127 * 3, 127 * 3 + 3);
      ok(Math.max(r, g, b) - Math.min(r, g, b) < 12);
    });
  }

  for (const name of ['sequential', 'diverging', 'divergingDark', 'grey'] as const)
    it(`${name}: text on it has a contrast of 4.5 (WCAG 2.2, 1.4.3)`, () =>
      lightnesses(name).forEach((level, i) => {
        const luminance = level > 8 ? ((level + 16) / 116) ** 3 : (level * 27) / 24389;
        const [light, dark] = textOn(name, i / 255) === 'black' ? [luminance, 0] : [1, luminance];
        ok((light + 0.05) / (dark + 0.05) >= 4.5, `at ${i}`);
      }));

  it('the ends of grey are black and white', () => {
    deepEqual([colourAt('grey', 0), colourAt('grey', 1)], ['rgb(0 0 0)', 'rgb(255 255 255)']);
  });

  it('positions outside take the end colours', () => {
    deepEqual([-3, 0.5, 7, NaN].map(colourIndex), [0, 128, 255, 0]);
  });

  it('256 colours', () => equal(colourMap('sequential').length, 768));
});
