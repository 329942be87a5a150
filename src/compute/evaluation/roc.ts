/** The receiver operating characteristic: what is found of a class over what is taken for it wrongly, at all thresholds. */

export interface RocPoint {
  readonly falsePositive: number;
  readonly truePositive: number;
  /** Scores from here on are taken for the class; absent at the start, where none is. */
  readonly threshold?: number;
}

export interface Roc {
  /** From (0, 0) to (1, 1). */
  readonly points: readonly RocPoint[];
  /** The area under the whole curve: the chance that one of the class scores higher than one of the others, a tie counting half. */
  readonly area: number;
}

/**
 * Samples with equal scores come together, so that ties make a slope: scikit-learn's `roc_curve` and `roc_auc_score`. Undefined
 * where all samples are of one class. The area is that of the whole curve, of which at most `most` points are kept.
 */
export function rocCurve(
  scores: ArrayLike<number>,
  isPositive: (i: number) => boolean,
  most: number,
): Roc | undefined {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b] - scores[a],
  );
  const positives = order.filter(isPositive).length;
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const points: RocPoint[] = [{ falsePositive: 0, truePositive: 0 }];
  let [right, wrong, area] = [0, 0, 0];
  for (let at = 0; at < order.length;) {
    const threshold = scores[order[at]];
    const [rightBefore, wrongBefore] = [right, wrong];
    for (; at < order.length && scores[order[at]] === threshold; at++) {
      if (isPositive(order[at])) right++;
      else wrong++;
    }
    area += ((wrong - wrongBefore) * (right + rightBefore)) / 2;
    points.push({ falsePositive: wrong / negatives, truePositive: right / positives, threshold });
  }
  return { points: thinned(withoutInner(points), most), area: area / (positives * negatives) };
}

/** Without the points on the horizontal and vertical lines between their ends: the same curve. */
function withoutInner(points: readonly RocPoint[]): RocPoint[] {
  return points.filter((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (!before || !after) return true;
    const isLevel = (name: 'falsePositive' | 'truePositive') =>
      before[name] === point[name] && point[name] === after[name];
    return !isLevel('falsePositive') && !isLevel('truePositive');
  });
}

/** So many of them at most, evenly chosen, the first and the last among them. */
export function thinned<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from(
    { length: most },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))],
  );
}
