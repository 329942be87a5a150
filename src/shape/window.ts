/** A window that slides along one axis: ONNX's rules. */

/** How far a window reaches whose taps are `dilation` apart. */
export const reachOf = (kernel: number, dilation = 1): number => (kernel - 1) * dilation + 1;

/** Places of a window that reaches so far, on an axis with its padding; less than 1 where the axis is too short. */
export const placesOf = (length: number, reach: number, stride: number): number =>
  Math.floor((length - reach) / stride) + 1;

/** Padding in all with which a window has a place for each `stride` of the axis: `same`. */
export const samePadding = (length: number, reach: number, stride: number): number =>
  Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
