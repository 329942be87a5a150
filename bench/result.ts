/** What was found out about one workload: an object of `--json`. Times are medians. */
export interface Result {
  readonly workload: string;
  readonly batch: number;
  /** Milliseconds of a step. */
  readonly ours: number;
  readonly pytorch: number | null;
  /** Median of the ratios of turns that follow each other. */
  readonly ratioToPyTorch: number | null;
  /** Rates of the step's products and of a large matrix product, GFLOP/s. */
  readonly gflops: number;
  readonly ceiling: number;
  /** Milliseconds of a step that watches nothing; fractions that watching adds to it. */
  readonly watching: {
    readonly unwatched: number;
    readonly gradients: number;
    readonly activations: number;
  };
  /** Peak resident memory, MiB; null where it cannot be found out. */
  readonly memory: { readonly ours: number | null; readonly pytorch: number | null };
  /** Seconds to the first finished step. */
  readonly firstStep: { readonly startingCore: number; readonly runningCore: number };
  /** Resident memory of the core over many steps, MiB. */
  readonly growth: {
    readonly steps: number;
    readonly megabytesAfter500: number;
    readonly megabytesAtEnd: number;
    readonly fraction: number;
  };
  /** Seconds of the epochs, and right answers among the test images. */
  readonly mnist: {
    readonly epochs: number;
    readonly ours: number;
    readonly accuracy: number;
    readonly pytorch: number | null;
    readonly pytorchAccuracy: number | null;
  };
  /** Seconds in which a network from a file gets a new head, and right answers among the test images. */
  readonly fineTuning: {
    readonly images: number;
    readonly epochs: number;
    readonly seconds: number;
    readonly accuracy: number;
  };
}

export type PartialResult = Pick<Result, 'workload' | 'batch'> &
  Partial<Result> & { readonly targets: readonly Verdict[] };

/** A number, and what it was made from. */
export interface Found {
  readonly value: number;
  readonly ours?: number;
  readonly other?: number;
}

export interface Verdict extends Found {
  readonly label: string;
  /** Absent where nothing is to be reached. */
  readonly bound?: number;
  readonly atLeast?: boolean;
  readonly met?: boolean;
}
