/** Decoding by dynamic programming: the most probable classes of all steps of a sequence, together. */

/** How classes follow each other, learned from sequences. By class. */
export interface TransitionModel {
  /** log P(k), the fraction of steps; −∞ for a class that was never seen, which is never found. */
  readonly prior: readonly number[];
  /** The fewest steps in a row. */
  readonly shortest: readonly number[];
  /** log of the probability to stay one more step after those, and to leave. */
  readonly stay: readonly number[];
  readonly leave: readonly number[];
  /** log of the probability of what follows, [from][to]; −∞ for the class itself, and for one that was never seen. */
  readonly next: readonly (readonly number[])[];
}

interface Run {
  readonly label: number;
  readonly length: number;
}

function runsOf(labels: ArrayLike<number>): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 0; from < labels.length; from = to) {
    while (to < labels.length && labels[to] === labels[from]) to++;
    runs.push({ label: labels[from], length: to - from });
  }
  return runs;
}

/**
 * How classes follow each other in sequences of labels from 0 to `classes` − 1. What follows a class is smoothed as by Witten and
 * Bell (1991): with T different classes after it in C runs, T of C + T are shared out by how often each class comes at all. To stay and
 * to leave count one more than they were seen.
 */
export function learnTransitions(
  sequences: Iterable<ArrayLike<number>>,
  classes: number,
): TransitionModel {
  const all = Array.from(sequences, runsOf);
  const each = <T>(value: (label: number) => T): T[] =>
    Array.from({ length: classes }, (_, label) => value(label));
  const runs = each((label) => all.flat().filter((run) => run.label === label));
  const steps = runs.map((of) => sum(of.map(({ length }) => length)));
  // The first and the last run of a sequence may be cut off.
  const inner = all.flatMap((of) => of.slice(1, -1));
  const shortest = each((label) => {
    const lengths = inner.filter((run) => run.label === label).map(({ length }) => length);
    return lengths.reduce((least, length) => Math.min(least, length), lengths[0] ?? 1);
  });
  const followed = each(() => each(() => 0));
  for (const of of all) of.slice(1).forEach(({ label }, i) => followed[of[i].label][label]++);
  const stays = runs.map((of, k) =>
    sum([1, ...of.map(({ length }) => Math.max(0, length - shortest[k]))]),
  );
  return {
    prior: steps.map((count) => ratio(count, sum(steps))),
    shortest,
    stay: each((k) => ratio(stays[k], stays[k] + runs[k].length + 1)),
    leave: each((k) => ratio(runs[k].length + 1, stays[k] + runs[k].length + 1)),
    next: followed.map((counts, from) => {
      const others = runs.map(({ length }, to) => (to === from ? 0 : length));
      const different = Math.max(1, counts.filter((count) => count > 0).length);
      return counts.map((count, to) =>
        ratio(
          count * sum(others) + different * others[to],
          (sum(counts) + different) * sum(others),
        ),
      );
    }),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const ratio = (part: number, whole: number): number =>
  part === 0 ? -Infinity : Math.log(part / whole);

/**
 * The class of each step that maximizes $\sum_t \log y_t(s_t) - \log P(s_t)$ with the logarithms of all transitions, each class
 * lasting at least its shortest time but at the end. `probabilities` are [steps, classes]. Viterbi (1967); Bourlard and Morgan (1994).
 */
export function viterbi(probabilities: ArrayLike<number>, model: TransitionModel): Int32Array {
  const { prior, shortest, stay, leave, next } = model;
  const classes = prior.length;
  const steps = probabilities.length / classes;
  // A class is a chain of so many states as it lasts at least, the last of which may be repeated.
  const first = shortest.map((_, k) => shortest.slice(0, k).reduce((a, b) => a + b, 0));
  const last = first.map((state, k) => state + shortest[k] - 1);
  const classOf = Int32Array.from(
    shortest.flatMap((length, k) => new Array<number>(length).fill(k)),
  );
  const states = classOf.length;
  const from = new Int32Array(steps * states);
  let best = new Float64Array(states).fill(-Infinity);
  for (let t = 0; t < steps; t++) {
    const before = best;
    best = new Float64Array(states);
    for (let state = 0; state < states; state++) {
      const k = classOf[state];
      let [score, origin] = [-Infinity, state];
      const consider = (value: number, previous: number): void => {
        if (value > score) [score, origin] = [value, previous];
      };
      if (state > first[k]) consider(before[state - 1], state - 1);
      else if (t === 0) score = 0;
      else
        for (let j = 0; j < classes; j++)
          consider(before[last[j]] + leave[j] + next[j][k], last[j]);
      if (state === last[k]) consider(before[state] + stay[k], state);
      const likelihood = Math.log(Math.max(probabilities[t * classes + k], tiniest)) - prior[k];
      best[state] = prior[k] === -Infinity ? -Infinity : score + likelihood;
      from[t * states + state] = origin;
    }
  }
  const found = new Int32Array(steps);
  let state = best.indexOf(best.reduce((a, b) => Math.max(a, b), -Infinity));
  for (let t = steps - 1; t >= 0; t--) {
    found[t] = classOf[state];
    state = from[t * states + state];
  }
  return found;
}

/** A probability that was rounded to zero. */
const tiniest = 1e-30;
