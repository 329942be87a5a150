import type { Shape } from './parameters';
import { ShapeError } from './entries';
import { placesOf, reachOf, samePadding } from '../shape/window';

/** The axis along which units lie side by side: channels of images, features of sequences [steps, features]. */
export const unitAxis = ({ length }: readonly unknown[]): number => (length === 2 ? 1 : 0);

/** The shape, batch axis first, in which one number for each unit meets all others. */
export const perUnit = (shape: Shape): number[] => [
  1,
  ...shape.map((length, axis) => (axis === unitAxis(shape) ? length : 1)),
];

/** The only input's channels, height and width; throws `ShapeError` naming `layer` for anything else. */
export function imageShape(layer: string, inputs: readonly Shape[]): [number, number, number] {
  const [shape] = singleInput(layer, inputs);
  if (shape.length !== 3) {
    throw new ShapeError(
      `\`${layer}\` needs images [channels, height, width]`,
      '[channels, height, width]',
      inputs,
    );
  }
  return [shape[0], shape[1], shape[2]];
}

/** Checks that a layer reads exactly one layer. */
export function singleInput(layer: string, inputs: readonly Shape[]): [Shape] {
  if (inputs.length !== 1) {
    throw new ShapeError(
      `\`${layer}\` reads one layer; join several with \`concat\` or \`add\` first`,
      'one input',
      inputs,
    );
  }
  return [inputs[0]];
}

export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number | 'same';
  readonly dilation?: number;
  /** Whether a last window that lies only partly on the axis counts. */
  readonly ceil?: boolean;
}

/**
 * Output length of a window sliding along one axis, and the padding before and after it: ONNX's rule. With `ceil` there is
 * one more window where the last one would not reach the end, unless it would start beyond it.
 */
export function slide(
  length: number,
  { kernel, stride, padding, dilation = 1, ceil = false }: Window,
): { length: number; before: number; after: number } {
  const reach = reachOf(kernel, dilation);
  const total = padding === 'same' ? samePadding(length, reach, stride) : 2 * padding;
  const before = Math.floor(total / 2);
  const after = total - before;
  const whole = placesOf(length + total, reach, stride);
  const left = (length + total - reach) % stride;
  if (ceil && whole > 0 && left > 0 && whole * stride < before + length)
    return { length: whole + 1, before, after: after + stride - left };
  return { length: whole, before, after };
}
