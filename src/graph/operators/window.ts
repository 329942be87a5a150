import type { Attributes, Dimension } from '../graph';
import { numbersOf, numberOf, textOf } from '../attributes';
import { GraphError } from '../graphError';
import { range, type Shape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { placesOf, reachOf, samePadding } from '../../shape/window';

/** The sliding window of convolution and pooling: one number for each spatial axis. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before and behind. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

/** Length of a dilated window. */
export const extent = ({ kernel, dilations }: Window, i: number): number =>
  reachOf(kernel[i], dilations[i]);

/** Reads a window from a node's attributes; `auto_pad` becomes plain padding of `lengths`. */
export function windowOf(
  operator: string,
  attributes: Attributes,
  lengths: Shape,
  kernelShape: readonly number[] | undefined = numbersOf(attributes, 'kernel_shape'),
): Window {
  const rank = lengths.length;
  if (!kernelShape || kernelShape.length !== rank || rank === 0) {
    const kernel = formatShape(kernelShape ?? []);
    throw new GraphError(
      operator,
      `kernel ${kernel} does not fit the axes ${formatShape(lengths)}`,
    );
  }
  if (numberOf(attributes, 'ceil_mode', 0) !== 0) {
    throw new GraphError(operator, 'ceil_mode 1 is not supported');
  }
  const list = (name: string, length: number, fallback: number): readonly number[] => {
    const numbers = numbersOf(attributes, name) ?? range(0, length).map(() => fallback);
    if (numbers.length === length && numbers.every((n) => n >= fallback)) return numbers;
    throw new GraphError(
      operator,
      `${name} ${formatShape(numbers)} needs ${length} numbers ≥ ${fallback}`,
    );
  };
  const pads = list('pads', 2 * rank, 0);
  const window: Window = {
    kernel: kernelShape,
    strides: list('strides', rank, 1),
    dilations: list('dilations', rank, 1),
    begins: pads.slice(0, rank),
    ends: pads.slice(rank),
  };
  const automatic = textOf(attributes, 'auto_pad', 'NOTSET');
  if (automatic === 'NOTSET') return window;
  if (!['VALID', 'SAME_UPPER', 'SAME_LOWER'].includes(automatic)) {
    throw new GraphError(operator, `auto_pad is '${automatic}'`);
  }
  const none = lengths.map(() => 0);
  if (automatic === 'VALID') return { ...window, begins: none, ends: none };
  const totals = lengths.map((length, i) => {
    if (typeof length === 'string') {
      throw new GraphError(operator, `auto_pad needs known lengths, not ${formatShape(lengths)}`);
    }
    return samePadding(length, extent(window, i), window.strides[i]);
  });
  const small = totals.map((total) => Math.floor(total / 2));
  const large = totals.map((total, i) => total - small[i]);
  const upper = automatic === 'SAME_UPPER';
  return { ...window, begins: upper ? small : large, ends: upper ? large : small };
}

/** Number of places the window takes along each axis; a named length must stay itself. */
export function slidingLengths(operator: string, lengths: Shape, window: Window): Dimension[] {
  return lengths.map((length, i) => {
    const padding = window.begins[i] + window.ends[i];
    const reach = extent(window, i);
    const stride = window.strides[i];
    if (typeof length === 'string') {
      if (stride === 1 && padding === reach - 1) return length;
      throw new GraphError(operator, `the lengths ${formatShape(lengths)} must be known`);
    }
    const places = placesOf(length + padding, reach, stride);
    if (places >= 1) return places;
    const text = `window ${formatShape(window.kernel)} is larger than the padded input`;
    throw new GraphError(operator, `${text} ${formatShape(lengths)}`);
  });
}

/** Elements at the end of each axis that the window never reaches: `output_padding` of the adjoint. */
export const unreached = (
  lengths: readonly number[],
  outputs: readonly number[],
  window: Window,
): number[] =>
  lengths.map((length, i) => {
    const reached = (outputs[i] - 1) * window.strides[i] + extent(window, i);
    return length + window.begins[i] + window.ends[i] - reached;
  });

/** The window as the attributes of a node. */
export const windowToAttributes = (window: Window): Attributes => ({
  kernel_shape: window.kernel,
  strides: window.strides,
  dilations: window.dilations,
  pads: [...window.begins, ...window.ends],
});

/** The lengths behind samples and channels, which a gradient rule needs as numbers. */
export function spatialLengths(operator: string, shape: Shape): number[] {
  return shape.slice(2).map((length) => {
    if (typeof length === 'number') return length;
    throw new GraphError(operator, `the gradient needs known lengths, not ${formatShape(shape)}`);
  });
}
