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
export function colouring({ min, max }: Statistics, palette: Palette): Colouring {
  if (palette === 'grey') return { map: 'grey', low: min, high: max };
  if (min < 0 && max > 0) {
    const bound = Math.max(-min, max);
    return { map: palette === 'dark' ? 'divergingDark' : 'diverging', low: -bound, high: bound };
  }
  return { map: 'sequential', low: min, high: max };
}

/** RGBA bytes of the values; what is not a number is transparent. */
export function paint(
  values: Float32Array,
  { map, low, high }: Colouring,
): Uint8ClampedArray<ArrayBuffer> {
  const colours = colourMap(map);
  const pixels = new Uint8ClampedArray(values.length * 4);
  // A constant map is drawn in the middle colour rather than divided by zero.
  const range = high - low;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const colour = colourIndex(range > 0 ? (value - low) / range : 0.5) * 3;
    pixels.set(
      [colours[colour] ?? 0, colours[colour + 1] ?? 0, colours[colour + 2] ?? 0, 255],
      i * 4,
    );
  });
  return pixels;
}

/** RGBA bytes of an image with one or three channels and pixels in 0..1. */
export function paintImage(channels: readonly Float32Array[]): Uint8ClampedArray<ArrayBuffer> {
  const [red, green = red, blue = red] = channels;
  const length = red?.length ?? 0;
  const pixels = new Uint8ClampedArray(length * 4);
  for (let i = 0; i < length; i++) {
    pixels.set(
      [255 * (red?.[i] ?? 0), 255 * (green?.[i] ?? 0), 255 * (blue?.[i] ?? 0), 255],
      i * 4,
    );
  }
  return pixels;
}
