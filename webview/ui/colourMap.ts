/**
 * Colour maps made in OKLab (Ottosson 2020), where equal steps look equal. Lightness alone orders the values, so they
 * also read in greyscale and for colour-blind people.
 */

export type ColourMapName = 'sequential' | 'diverging' | 'divergingDark' | 'grey';

type Rgb = readonly [red: number, green: number, blue: number];

const levels = 256;
const cache = new Map<ColourMapName, Uint8ClampedArray>();

/** 256 colours as RGB bytes, from the smallest to the largest value. */
export function colourMap(name: ColourMapName): Uint8ClampedArray {
  let bytes = cache.get(name);
  if (!bytes) {
    bytes = new Uint8ClampedArray(levels * 3);
    for (let i = 0; i < levels; i++) bytes.set(maps[name](i / (levels - 1)), i * 3);
    cache.set(name, bytes);
  }
  return bytes;
}

/** CSS colour at a position in [0, 1] of a map. */
export function colourAt(name: ColourMapName, position: number): string {
  const bytes = colourMap(name);
  const offset = colourIndex(position) * 3;
  return `rgb(${bytes[offset]} ${bytes[offset + 1]} ${bytes[offset + 2]})`;
}

/** Black or white, whichever is easier to read on that colour: the contrast is at least 4.58 (WCAG 2.2). */
export function textOn(name: ColourMapName, position: number): 'black' | 'white' {
  const offset = colourIndex(position) * 3;
  const [red = 0, green = 0, blue = 0] = Array.from(
    colourMap(name).subarray(offset, offset + 3),
    (byte) => linear(byte / 255),
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? 'black' : 'white';
}

/** The inverse of `gamma`. */
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** The colour number in [0, 255] for a position in [0, 1]; positions outside take the end colours. */
export const colourIndex = (position: number): number =>
  Math.min(levels - 1, Math.max(0, Math.round(position * (levels - 1)))) || 0;

const maps: Readonly<Record<ColourMapName, (position: number) => Rgb>> = {
  grey: (t) => oklch(t, 0, 0),
  /** Dark violet over teal to pale yellow. */
  sequential: (t) =>
    oklch(0.2 + 0.76 * t, 0.06 + 0.11 * Math.sin(Math.PI * t) ** 0.8, 310 - 210 * t),
  /** Blue, near-white at zero, red; equally light on both sides. */
  diverging(t) {
    const distance = Math.abs(2 * t - 1);
    return oklch(0.97 - 0.52 * distance, 0.18 * distance ** 0.9, t < 0.5 ? 255 : 28);
  },
  /** The same with zero dark, for dark themes, where a white map would glare. */
  divergingDark(t) {
    const distance = Math.abs(2 * t - 1);
    return oklch(0.22 + 0.56 * distance, 0.16 * distance ** 0.8, t < 0.5 ? 245 : 45);
  },
};

/** OKLCH to sRGB bytes; chroma is lowered until the colour exists in sRGB. */
function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  for (let c = chroma; ; c = Math.max(0, c - 0.004)) {
    const linear = oklabToLinear(lightness, c * Math.cos(angle), c * Math.sin(angle));
    const inside = linear.every((value) => value >= -1e-4 && value <= 1 + 1e-4);
    if (inside || c === 0) return linear.map((value) => 255 * gamma(value)) as unknown as Rgb;
  }
}

function oklabToLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** sRGB transfer function (IEC 61966-2-1). */
const gamma = (linear: number): number => {
  const value = Math.min(1, Math.max(0, linear));
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
};
