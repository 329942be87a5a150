/** How often samples of one class are taken for another, and what follows from that for each class. */

export interface ClassScores {
  /** Samples of the class, those that are said to be of it, and those for which that is right. */
  readonly support: number;
  readonly predicted: number;
  readonly right: number;
  /** Absent where nothing is said to be of the class. */
  readonly precision?: number;
  /** Absent where nothing is of the class. */
  readonly recall?: number;
  /** 2 TP / (2 TP + FP + FN): absent where there is neither. */
  readonly f1?: number;
}

/** Samples of class `truth` that were taken for class `predicted`. */
export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
}

export class ConfusionMatrix {
  /** Row by row: [truth, predicted]. */
  private readonly counts: Uint32Array;

  constructor(readonly classes: number) {
    this.counts = new Uint32Array(classes * classes);
  }

  add(truth: number, predicted: number): void {
    this.counts[truth * this.classes + predicted]++;
  }

  /** A row for each true class. */
  get rows(): number[][] {
    const { classes, counts } = this;
    return Array.from({ length: classes }, (_, truth) =>
      Array.from(counts.subarray(truth * classes, (truth + 1) * classes)),
    );
  }

  /** The pairs of different classes that are confused most often, at most so many. */
  confused(most: number): readonly ConfusedPair[] {
    const pairs: ConfusedPair[] = [];
    this.counts.forEach((count, i) => {
      const [truth, predicted] = [Math.floor(i / this.classes), i % this.classes];
      if (count > 0 && truth !== predicted) pairs.push({ truth, predicted, count });
    });
    return pairs.sort((a, b) => b.count - a.count).slice(0, most);
  }

  get perClass(): readonly ClassScores[] {
    const { classes, counts } = this;
    const support = new Float64Array(classes);
    const predicted = new Float64Array(classes);
    counts.forEach((count, i) => {
      support[Math.floor(i / classes)] += count;
      predicted[i % classes] += count;
    });
    return Array.from({ length: classes }, (_, label) => {
      const right = counts[label * classes + label];
      const [all, said] = [support[label], predicted[label]];
      return {
        ...{ support: all, predicted: said, right },
        ...(said > 0 && { precision: right / said }),
        ...(all > 0 && { recall: right / all }),
        ...(all + said > 0 && { f1: (2 * right) / (all + said) }),
      };
    });
  }
}

/**
 * The plain means over the classes that occur or are said to occur, where a score that is not defined counts as 0: scikit-learn's
 * `precision_recall_fscore_support(average='macro', zero_division=0)`.
 */
export function macroAverage(scores: readonly ClassScores[]): {
  precision: number;
  recall: number;
  f1: number;
} {
  const occurring = scores.filter(({ support, predicted }) => support + predicted > 0);
  const mean = (name: 'precision' | 'recall' | 'f1') =>
    occurring.reduce((sum, { [name]: score = 0 }) => sum + score, 0) / occurring.length;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
