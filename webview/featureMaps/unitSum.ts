import type { ImageWindow } from '../../src/shape/receptive';
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

/** What a unit reads of one map of its input, row by row; zero where padding is. */
export function patchOf(
  source: Maps,
  channel: number,
  { y, x }: Pick<Unit, 'y' | 'x'>,
  { kernel: [rows, columns], stride, dilation, before }: ImageWindow,
): Float32Array {
  const patch = new Float32Array(rows * columns);
  for (let v = 0; v < rows; v++) {
    for (let u = 0; u < columns; u++) {
      const row = y * stride[0] - before[0] + v * dilation[0];
      const column = x * stride[1] - before[1] + u * dilation[1];
      const inside = row >= 0 && column >= 0 && row < source.height && column < source.width;
      if (inside) patch[v * columns + u] = source.maps[channel]?.[row * source.width + column] ?? 0;
    }
  }
  return patch;
}

/** The sum behind a unit, channel by channel. `weights`: [filters, channels of a group, rows, columns]. */
export function unitSum(
  source: Maps,
  weights: { readonly shape: readonly number[]; readonly values: Float32Array },
  bias: Float32Array | undefined,
  unit: Unit,
  window: ImageWindow,
): UnitSum {
  const [filters = 1, channels = 1] = weights.shape;
  const [rows, columns] = window.kernel;
  const size = rows * columns;
  const groups = Math.max(1, Math.floor(source.maps.length / channels));
  const first = Math.floor(unit.map / (filters / groups)) * channels;
  const terms = Array.from({ length: channels }, (_, i) => {
    const patch = patchOf(source, first + i, unit, window);
    const from = (unit.map * channels + i) * size;
    const kernel = weights.values.subarray(from, from + size);
    const sum = patch.reduce((total, value, k) => total + value * (kernel[k] ?? 0), 0);
    return { channel: first + i, patch, kernel, sum };
  });
  const ownBias = bias?.[unit.map] ?? 0;
  return { terms, bias: ownBias, total: terms.reduce((sum, term) => sum + term.sum, ownBias) };
}
