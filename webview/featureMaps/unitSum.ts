import type { ImageWindow } from '../../src/shape/receptive';
import { elements } from '../../src/shape/elements';
import type { Maps } from './tensor';

/** What one channel of the input adds to a unit of a convolution. */
export interface ChannelTerm {
  readonly channel: number;
  /** What is read there, row by row; zero where padding is. */
  readonly patch: Float32Array;
  readonly kernel: Float32Array;
  readonly sum: number;
}

/** The sum behind a unit of a convolution, before its activation. */
export interface UnitSum {
  readonly terms: readonly ChannelTerm[];
  readonly bias: number;
  readonly total: number;
}

export interface Unit {
  readonly map: number;
  readonly y: number;
  readonly x: number;
}

/** Maps, or what is known of them: a rectangle whose first row and column are given. */
export interface KnownMaps extends Maps {
  readonly top?: number;
  readonly left?: number;
}

/** What a unit reads of one map of its input, row by row; zero where padding is, or where the map is not known. */
export function patchOf(
  { maps, width, height, top = 0, left = 0 }: KnownMaps,
  channel: number,
  { y, x }: Pick<Unit, 'y' | 'x'>,
  { kernel: [rows, columns], stride, dilation, before }: ImageWindow,
): Float32Array {
  const patch = new Float32Array(rows * columns);
  for (let v = 0; v < rows; v++) {
    for (let u = 0; u < columns; u++) {
      const row = y * stride[0] - before[0] + v * dilation[0] - top;
      const column = x * stride[1] - before[1] + u * dilation[1] - left;
      const inside = row >= 0 && column >= 0 && row < height && column < width;
      if (inside) patch[v * columns + u] = maps[channel]?.[row * width + column] ?? 0;
    }
  }
  return patch;
}

/** What makes a map of a convolution. */
export interface Filter {
  /** Maps that the layer gives. */
  readonly of: number;
  /** [channels of a group, rows, columns], or with one more axis of length 1 before them. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly bias: number;
}

/** The sum behind a unit, channel by channel, where all maps of the input are known around it. */
export function unitSum(
  source: KnownMaps,
  { of, shape, values, bias }: Filter,
  unit: Unit,
  window: ImageWindow,
): UnitSum {
  const [rows, columns] = window.kernel;
  const size = rows * columns;
  const channels = elements(shape) / size;
  const groups = Math.max(1, Math.floor(source.maps.length / channels));
  const first = Math.floor(unit.map / (of / groups)) * channels;
  const terms = Array.from({ length: channels }, (_, i) => {
    const patch = patchOf(source, first + i, unit, window);
    const kernel = values.subarray(i * size, (i + 1) * size);
    const sum = patch.reduce((total, value, k) => total + value * (kernel[k] ?? 0), 0);
    return { channel: first + i, patch, kernel, sum };
  });
  return { terms, bias, total: terms.reduce((sum, term) => sum + term.sum, bias) };
}
