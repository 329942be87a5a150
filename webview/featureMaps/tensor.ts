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

/** Base64 little-endian float32 to numbers, whatever the machine's byte order. */
export function decodeTensor({ data, shape }: WireTensor): Float32Array {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const length = elements(shape);
  if (bytes.length !== length * 4) {
    throw new Error(`A tensor of shape ${formatShape(shape)} came with ${bytes.length} bytes.`);
  }
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true));
}

/** Numbers to base64 little-endian float32. */
export function encodeTensor(shape: readonly number[], values: Float32Array): WireTensor {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  const bytes = new Uint8Array(view.buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096)
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return { shape: [...shape], data: btoa(text) };
}

/** Splits [channels, height, width] into maps; a matrix is one map and a vector a map of one row. */
export function toMaps(tensor: WireTensor): Maps {
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
