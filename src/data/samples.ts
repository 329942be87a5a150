import type { BoundCall } from '../language/vocabulary';

/** Samples as a source stores them, one after the other; bytes are pixels 0..255 that a split hands out as 0..1. */
export interface Samples {
  readonly count: number;
  readonly inputs: Uint8Array | Float32Array;
  /** Class of each sample, or its row of values; with steps, those of each step, −1 or NaN for one without a target. */
  readonly targets: Uint8Array | Int32Array | Float32Array;
}

/** A split without samples, of the same storage. */
export const noSamples = (like: Samples): Samples => ({
  count: 0,
  inputs: like.inputs.subarray(0, 0),
  targets: like.targets.subarray(0, 0),
});

/** A file that was read, as it was then. */
export interface FileVersion {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/** Samples that several threads make together: each takes the next piece until none is left. */
export interface Work {
  readonly train: Samples;
  readonly test: Samples;
  readonly source: BoundCall;
  /** Samples taken so far, and samples finished, in shared memory. */
  readonly progress: Int32Array;
}
