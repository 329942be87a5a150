import { ShapeError } from '../entries';
import { imageShape, slide } from '../shapes';
import { formatShape } from '../../text/numbers';
import type { Shape } from '../parameters';
import { reachOf } from '../../shape/window';

export interface Windows {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number] | 'same';
  readonly dilation?: readonly [number, number];
  readonly ceil?: boolean;
}

/** Places a two-dimensional window: output height and width, and ONNX's `pads` (top, left, bottom, right). */
export function place(
  layer: string,
  windows: Windows,
  inputs: readonly Shape[],
): { channels: number; size: [number, number]; pads: number[] } {
  const [channels, height, width] = imageShape(layer, inputs);
  const [vertical, horizontal] = [height, width].map((length, axis) =>
    slide(length, {
      kernel: windows.kernel[axis],
      stride: windows.stride[axis],
      padding: windows.padding === 'same' ? 'same' : windows.padding[axis],
      dilation: windows.dilation?.[axis],
      ...(windows.ceil && { ceil: true }),
    }),
  ) as [ReturnType<typeof slide>, ReturnType<typeof slide>];
  if (vertical.length < 1 || horizontal.length < 1) {
    const reach = windows.kernel.map((n, axis) => reachOf(n, windows.dilation?.[axis]));
    throw new ShapeError(
      `the ${reach.join('×')} window of \`${layer}\` is larger than its input ${formatShape([height, width])}`,
      `at least ${formatShape([channels, ...reach])} with the padding`,
      inputs,
    );
  }
  return {
    channels,
    size: [vertical.length, horizontal.length],
    pads: [vertical.before, horizontal.before, vertical.after, horizontal.after],
  };
}
