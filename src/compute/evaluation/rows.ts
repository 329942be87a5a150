import { targetSize, type Dataset } from '../../data/dataset';
import { targetShape } from '../../shape/targets';

/** Which answer belongs to which sample, or to which step of it. */
export interface Place {
  readonly sample: number;
  readonly step?: number;
}

/** An answer of a batch that counts: its place, its row among those of the batch, and what it should be. */
export interface Row extends Place {
  readonly row: number;
  /** One number for each class or value. */
  readonly wanted: Float32Array;
}

/** The answers of a batch that count: all but steps without a target and the first samples of a series. */
export function* rowsOf(
  { target }: Dataset,
  { indices, targets }: { readonly indices: Int32Array; readonly targets: Float32Array },
  washout: number,
): Generator<Row> {
  const { count, steps } = targetSize(target);
  const width = targetShape(targetSize(target)).at(-1)!;
  for (let i = 0; i < indices.length; i++) {
    const sample = indices[i];
    if (sample < washout) continue;
    for (let step = 0; step < (steps ?? 1); step++) {
      const row = i * (steps ?? 1) + step;
      const wanted = targets.subarray(row * width, row * width + count);
      if (steps === undefined) yield { sample, row, wanted };
      else if (targets[(row + 1) * width - 1] > 0) yield { sample, step, row, wanted };
    }
  }
}
