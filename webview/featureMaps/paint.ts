import { colourIndex, colourMap, type ColourMapName } from '../ui/colourMap';
import type { Statistics } from './tensor';

/** How values become colours: from `low` to `high` along a colour map. */
export interface Colouring {
  readonly map: ColourMapName;
  readonly low: number;
  readonly high: number;
}

/** `dark`: colours for a dark surrounding. */
export type Palette = 'light' | 'dark' | 'grey';

/** Signed values get the diverging map with zero in its middle, others the sequential map. */
export function colouring(
  { min, max }: Pick<Statistics, 'min' | 'max'>,
  palette: Palette,
): Colouring {
  if (palette === 'grey') return { map: 'grey', low: min, high: max };
  if (min < 0 && max > 0) {
    const bound = Math.max(-min, max);
    return { map: palette === 'dark' ? 'divergingDark' : 'diverging', low: -bound, high: bound };
  }
  return { map: 'sequential', low: min, high: max };
}

/** Where a value lies along a colour map; constant values in its middle rather than divided by zero. */
export const positionOf = (
  value: number,
  { low, high }: Pick<Colouring, 'low' | 'high'>,
): number => (high > low ? (value - low) / (high - low) : 0.5);

/** RGBA bytes of the values; what is not a number is transparent. */
export function paint(values: Float32Array, colouring: Colouring): Uint8ClampedArray<ArrayBuffer> {
  const colours = colourMap(colouring.map);
  const pixels = new Uint8ClampedArray(values.length * 4);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const colour = colourIndex(positionOf(value, colouring)) * 3;
    for (let part = 0; part < 3; part++) pixels[i * 4 + part] = colours[colour + part] ?? 0;
    pixels[i * 4 + 3] = 255;
  });
  return pixels;
}

/** RGBA bytes of an image with one or three channels and pixels in 0..1. */
export function paintImage(channels: readonly Float32Array[]): Uint8ClampedArray<ArrayBuffer> {
  const [red, green = red, blue = red] = channels;
  const length = red?.length ?? 0;
  const pixels = new Uint8ClampedArray(length * 4);
  for (let i = 0; i < length; i++) {
    pixels[4 * i] = 255 * (red?.[i] ?? 0);
    pixels[4 * i + 1] = 255 * (green?.[i] ?? 0);
    pixels[4 * i + 2] = 255 * (blue?.[i] ?? 0);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
