import type { Picture } from './picture';

/** How a picture gets another size: its middle part of the new proportions, or the whole, stretched. */
export type Fit = 'crop' | 'stretch';

/** The picture in another size, bilinear; where it shrinks, every pixel counts (a triangle as wide as the factor). */
export function resize(picture: Picture, height: number, width: number, fit: Fit): Picture {
  if (picture.height === height && picture.width === width) return picture;
  const scale =
    fit === 'crop' ? Math.min(picture.width / width, picture.height / height) : undefined;
  const columns = weights(picture.width, width, scale ?? picture.width / width);
  const rows = weights(picture.height, height, scale ?? picture.height / height);
  const pixels = new Uint8Array(picture.channels * height * width);
  const narrow = new Float32Array(picture.height * width);
  for (let channel = 0; channel < picture.channels; channel++) {
    const from = channel * picture.height * picture.width;
    for (let y = 0; y < picture.height; y++) {
      for (let x = 0; x < width; x++) {
        const { first, factors } = columns[x];
        let sum = 0;
        for (let i = 0; i < factors.length; i++)
          sum += factors[i] * picture.pixels[from + y * picture.width + first + i];
        narrow[y * width + x] = sum;
      }
    }
    for (let y = 0; y < height; y++) {
      const { first, factors } = rows[y];
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let i = 0; i < factors.length; i++)
          sum += factors[i] * narrow[(first + i) * width + x];
        pixels[(channel * height + y) * width + x] = Math.round(sum);
      }
    }
  }
  return { ...picture, height, width, pixels };
}

/** What each of `to` new pixels takes from the middle of `from` old ones, `scale` of them for each. */
function weights(from: number, to: number, scale: number) {
  const start = (from - to * scale) / 2;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const last = Math.min(from, Math.floor(centre + reach + 0.5));
    const factors = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const sum = factors.reduce((total, factor) => total + factor, 0);
    return { first, factors: factors.map((factor) => factor / sum) };
  });
}
