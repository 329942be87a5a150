/** How well confidence tells the chance of being right. */

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean confidence in the bin, and the fraction that is right; absent where it is empty. */
  readonly confidence?: number;
  readonly accuracy?: number;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** The expected calibration error Σ n_b / n · |accuracy_b − confidence_b|: Naeini et al. (2015), Guo et al. (2017). */
  readonly error: number;
}

/** Collects answers in bins of equal width, (from, to], the first with its lower end. */
export class CalibrationCount {
  private readonly counts: Float64Array;
  private readonly confidences: Float64Array;
  private readonly right: Float64Array;

  constructor(readonly bins: number) {
    this.counts = new Float64Array(bins);
    this.confidences = new Float64Array(bins);
    this.right = new Float64Array(bins);
  }

  add(confidence: number, isRight: boolean): void {
    const bin = Math.min(this.bins - 1, Math.max(0, Math.ceil(confidence * this.bins) - 1));
    this.counts[bin]++;
    this.confidences[bin] += confidence;
    if (isRight) this.right[bin]++;
  }

  get result(): Calibration {
    const { bins, counts, confidences, right } = this;
    const all = counts.reduce((sum, count) => sum + count, 0);
    let error = 0;
    const told = Array.from({ length: bins }, (_, bin) => {
      const count = counts[bin];
      const ends = { from: bin / bins, to: (bin + 1) / bins, count };
      if (count === 0) return ends;
      error += Math.abs(right[bin] - confidences[bin]) / all;
      return { ...ends, confidence: confidences[bin] / count, accuracy: right[bin] / count };
    });
    return { bins: told, error };
  }
}
