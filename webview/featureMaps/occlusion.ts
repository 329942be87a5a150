import type { Region } from '../../src/shape/receptive';

/** Places of a square along an axis, at most: each place is a question to the network. */
const mostPlaces = 14;

export interface OcclusionGrid {
  /** Side of the square, and how far it moves, in pixels. */
  readonly side: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** A square of a quarter of the image that moves over it, its centre from edge to edge. */
export function occlusionGrid(height: number, width: number): OcclusionGrid {
  const longer = Math.max(height, width);
  const stride = Math.max(1, Math.ceil(longer / mostPlaces));
  return {
    side: Math.max(1, Math.round(longer / 4)),
    stride,
    rows: Math.ceil(height / stride),
    columns: Math.ceil(width / stride),
  };
}

/** What the square covers at a place, as far as that is in the image. */
export function covered(
  { side, stride }: OcclusionGrid,
  row: number,
  column: number,
  [height, width]: readonly [number, number],
): Region {
  const first = (place: number) => Math.floor((place + 0.5) * stride - side / 2);
  const [top, left] = [first(row), first(column)];
  return {
    top: Math.max(0, top),
    left: Math.max(0, left),
    bottom: Math.min(height, top + side) - 1,
    right: Math.min(width, left + side) - 1,
  };
}

/** An image, [channels, height, width], with a region of each channel as grey as the channel is on average. */
export function occluded(
  values: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  { top, left, bottom, right }: Region,
): Float32Array {
  const result = values.slice();
  const size = height * width;
  for (let channel = 0; channel < channels; channel++) {
    const own = values.subarray(channel * size, (channel + 1) * size);
    const mean = own.reduce((sum, value) => sum + value, 0) / size;
    for (let y = top; y <= bottom; y++)
      result.fill(mean, channel * size + y * width + left, channel * size + y * width + right + 1);
  }
  return result;
}
