import { elements } from '../../shape/elements';
import { resize } from './resize';

/** The shape of an image, [channels, height, width], of which no side is longer than `side`. */
export function shrunkShape(
  [channels, height, width]: readonly number[],
  side: number,
): [channels: number, height: number, width: number] {
  const scale = Math.min(1, side / Math.max(height, width));
  const shrunk = (length: number) => Math.max(1, Math.round(length * scale));
  return [channels, shrunk(height), shrunk(width)];
}

/** An image with numbers in 0..1, of whatever channels, made as small as that; one that is no larger stays as it is. */
export function shrink(image: Float32Array, shape: readonly number[], side: number): Float32Array {
  const [channels, height, width] = shape;
  const [, rows, columns] = shrunkShape(shape, side);
  if (rows === height && columns === width) return image;
  const pixels = Uint8Array.from(image, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  const small = new Float32Array(elements([channels, rows, columns]));
  for (let channel = 0; channel < channels; channel++) {
    const plane = pixels.subarray(channel * height * width, (channel + 1) * height * width);
    const picture = resize({ channels: 1, height, width, pixels: plane }, rows, columns, 'stretch');
    small.set(
      Float32Array.from(picture.pixels, (value) => value / 255),
      channel * rows * columns,
    );
  }
  return small;
}
