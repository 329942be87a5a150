import { histogramOf, type Histogram } from '../numerics/histogram';
import type { TensorProto } from './onnx_pb';
import { numbersOf } from './tensorNumbers';

/** What the numbers of a tensor are like. */
export interface TensorSummary {
  readonly count: number;
  readonly zeros: number;
  /** NaN and infinities, which the others leave out. */
  readonly notFinite: number;
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly greatest: number;
  /** Absent where all are alike. */
  readonly histogram?: Histogram;
}

const bins = 40;

/** Undefined for a tensor without numbers. */
export function tensorSummary(tensor: TensorProto, raw?: Uint8Array): TensorSummary | undefined {
  const parts = numbersOf(tensor, raw);
  if (!parts) return undefined;
  let [count, zeros, notFinite, mean, squares] = [0, 0, 0, 0, 0];
  let [least, greatest] = [Infinity, -Infinity];
  for (const part of parts()) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i];
      count++;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      if (value === 0) zeros++;
      // Welford's method: no sum of large squares.
      const before = value - mean;
      mean += before / (count - notFinite);
      squares += before * (value - mean);
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  const finite = count - notFinite;
  if (finite === 0) return undefined;
  const histogram = histogramOf(parts, bins);
  return {
    ...{ count, zeros, notFinite, mean, least, greatest },
    deviation: Math.sqrt(squares / finite),
    ...(histogram && { histogram }),
  };
}
