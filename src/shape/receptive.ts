/** Which part of an image a unit sees. */

/** A window over an image, rows before columns: which places of the input a place of the output reads. */
export interface ImageWindow {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** What is added before the first row and the first column. */
  readonly before: readonly [number, number];
}

/** Each place of the output reads the same place of the input. */
export const pointwise: ImageWindow = {
  kernel: [1, 1],
  stride: [1, 1],
  dilation: [1, 1],
  before: [0, 0],
};

/** A rectangle of places: the first and the last row and column. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What a region of the output reads of the input; padding counts, so it may reach beyond the image. */
export function readBy(
  { top, left, bottom, right }: Region,
  { kernel, stride, dilation, before }: ImageWindow,
): Region {
  const first = (place: number, axis: 0 | 1) => place * stride[axis] - before[axis];
  const last = (place: number, axis: 0 | 1) =>
    first(place, axis) + (kernel[axis] - 1) * dilation[axis];
  return {
    top: first(top, 0),
    left: first(left, 1),
    bottom: last(bottom, 0),
    right: last(right, 1),
  };
}

/** The smallest region that has both in it. */
export const around = (a: Region, b: Region): Region => ({
  top: Math.min(a.top, b.top),
  left: Math.min(a.left, b.left),
  bottom: Math.max(a.bottom, b.bottom),
  right: Math.max(a.right, b.right),
});

/** What of a region is inside an image. */
export const within = (
  { top, left, bottom, right }: Region,
  height: number,
  width: number,
): Region => ({
  top: Math.max(0, top),
  left: Math.max(0, left),
  bottom: Math.min(height - 1, bottom),
  right: Math.min(width - 1, right),
});
