import type { TargetSize } from '../shape/targets';

/** Data as the training loop sees it: everything in memory, samples addressed by number. */

export type SplitName = 'train' | 'validation' | 'test';

const lookedAt = ['test', 'validation', 'train'] as const;

/** Where a sample is looked at when no split is named: the first of these that has samples, else the test. */
export const splitToLookAt = (counts: Readonly<Record<SplitName, number>>): SplitName =>
  lookedAt.find((split) => counts[split] > 0) ?? 'test';

export interface Split {
  readonly name: SplitName;
  readonly count: number;
  /**
   * Writes samples `indices` one after the other into `inputs` (float32; images NCHW with pixels in 0..1, tables as
   * read) and `targets` (one-hot rows for classes, values for regression; with steps, rows as in `targetShape`). Not
   * normalized: that is part of the graph.
   */
  gather(indices: Int32Array, inputs: Float32Array, targets: Float32Array): void;
  /** Class of a sample, or undefined for regression and where each step has its own. */
  label(index: number): number | undefined;
}

/** What is to be learned: one of the named classes, or a number for each name. */
export interface Target {
  readonly kind: 'classes' | 'values';
  readonly names: readonly string[];
  /** Samples are sequences [steps, features], and each of their steps has a target; absent: one for the whole sample. */
  readonly steps?: number;
  /** Of values: the two numbers that all of them are, 0 and 1 or −1 and 1; absent where they are others. */
  readonly levels?: readonly [no: number, yes: number];
}

/** Names and steps as lengths. */
export const targetSize = ({ names, steps }: Target): TargetSize => ({
  count: names.length,
  ...(steps !== undefined && { steps }),
});

export interface Dataset {
  readonly name: string;
  /** Shape of one sample without the batch axis, e.g. [1, 28, 28]. */
  readonly inputShape: readonly number[];
  /** What the columns of a table, or the features of a step, are called; absent where nobody says. */
  readonly features?: readonly string[];
  readonly target: Target;
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** So many samples, one behind the other, are a whole sequence; 1 where each sample is one. */
  readonly segments: number;
  /** Subtract `mean`, multiply by `scale`; one number for all, or one for each channel (images) or feature (tables). */
  readonly normalization: { readonly mean: readonly number[]; readonly scale: readonly number[] };
  readonly batch: number;
  /** SHA-256 of everything that determines the samples, for the manifest. */
  readonly hash: string;
}

export type DataErrorCode =
  | 'missing-file'
  | 'unreadable'
  | 'truncated'
  | 'bad-format'
  | 'bad-split'
  | 'bad-validation'
  | 'bad-normalization'
  | 'bad-segments'
  | 'bad-delay'
  | 'bad-transform'
  | 'not-images'
  | 'label-out-of-range'
  | 'empty'
  | 'too-large';

/** Data that cannot be used: which file or setting, and what to do about it. */
export class DataError extends Error {
  constructor(
    readonly code: DataErrorCode,
    message: string,
    readonly file?: string,
  ) {
    super(message);
    this.name = 'DataError';
  }
}
