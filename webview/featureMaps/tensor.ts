import * as l10n from '@vscode/l10n';
import type { PackedTensor } from '../../src/views/packed';
import type { WireTensor } from '../../src/views/payloads';
import { elements } from '../../src/shape/elements';
import { formatShape } from '../../src/text/numbers';

/** Feature maps of one layer, unpacked: `maps[m]` has `height * width` values, row by row. */
export interface Maps {
  readonly width: number;
  readonly height: number;
  readonly maps: readonly Float32Array[];
}

export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
}

/** As it came from the core, or as it is kept in JSON. */
export type Tensor = PackedTensor | WireTensor;

/** The numbers of a tensor: little-endian float32, which is what every machine of VS Code computes with. */
export function decodeTensor({ data, shape }: Tensor): Float32Array {
  // A copy: its first byte is where a number may start.
  const bytes =
    typeof data === 'string'
      ? Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
      : data.slice();
  if (bytes.length !== elements(shape) * 4) {
    throw new Error(
      l10n.t('A tensor of shape {0} came with {1} bytes.', formatShape(shape), bytes.length),
    );
  }
  return new Float32Array(bytes.buffer);
}

/** Numbers as they go to the core; they are copied. */
export const encodeTensor = (shape: readonly number[], values: Float32Array): PackedTensor => ({
  shape: [...shape],
  data: new Uint8Array(values.slice().buffer),
});

/** A tensor as it goes to the core. */
export const packTensor = (tensor: Tensor): PackedTensor =>
  encodeTensor(tensor.shape, decodeTensor(tensor));

/** Splits [channels, height, width] into maps; a matrix is one map and a vector a map of one row. */
export function toMaps(tensor: Tensor): Maps {
  const values = decodeTensor(tensor);
  const [width = 1, height = 1] = [...tensor.shape].reverse();
  const size = Math.max(1, width * height);
  return {
    width,
    height,
    maps: Array.from({ length: Math.floor(values.length / size) }, (_, m) =>
      values.subarray(m * size, (m + 1) * size),
    ),
  };
}

/** Least, largest and mean value and standard deviation; values that are not finite are left out. */
export function statistics(maps: readonly Float32Array[]): Statistics {
  let [min, max, sum, squares, count] = [Infinity, -Infinity, 0, 0, 0];
  for (const map of maps) {
    for (const value of map) {
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      squares += value * value;
      count++;
    }
  }
  if (count === 0) return { min: NaN, max: NaN, mean: NaN, deviation: NaN };
  const mean = sum / count;
  return { min, max, mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
