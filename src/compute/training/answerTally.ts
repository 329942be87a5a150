import { targetSize, type Dataset } from '../../data/dataset';
import { forBoth, isOneOfTwo, levelsOf } from '../../learning/losses/heads';
import type { Layer } from '../../network/network';
import { rangeOf } from '../../network/range';
import type { Examination } from '../../runs/examination';
import { toWire } from '../../runs/wireNumber';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';

type Answers = NonNullable<Examination['answers']>;

/** Compares the answers of a head with their targets, row by row. */
export interface AnswerTally {
  /** Answers and targets of a batch: [N, …] each. */
  add(answers: Float32Array, targets: Float32Array): void;
  readonly told: Answers | undefined;
}

/** A tally for a head whose outputs are compared with the targets of the data; undefined where they are of other sizes. */
export function answerTally(head: Layer, { target }: Dataset): AnswerTally | undefined {
  const { kind, names, steps } = target;
  const units = steps === undefined ? elements(head.shape) : head.shape.at(-1)!;
  const rows: Rows = {
    units,
    width: targetShape(targetSize(target)).at(-1)!,
    weighted: steps !== undefined,
  };
  const isOne = isOneOfTwo({ kind, count: names.length }, units);
  if (!isOne && units !== names.length) return undefined;
  if (kind === 'values') return new ValueTally(head, rows);
  const levels = levelsOf(head);
  return new ClassTally(names, rows, isOne ? ([y]) => forBoth(levels, y) : (y) => y);
}

/** How answers and targets lie: so many numbers in each row, a weight behind the targets or none. */
interface Rows {
  readonly units: number;
  readonly width: number;
  readonly weighted: boolean;
}

/** The rows of a batch that have a target. */
function* rowsOf({ units, width, weighted }: Rows, answers: Float32Array, targets: Float32Array) {
  for (let row = 0; row * width < targets.length; row++) {
    const target = targets.subarray(row * width, (row + 1) * width);
    if (weighted && !(target[width - 1] > 0)) continue;
    yield { answer: answers.subarray(row * units, (row + 1) * units), target };
  }
}

class ClassTally implements AnswerTally {
  private readonly truth: number[];
  private readonly given: number[];
  private readonly right: number[];

  constructor(
    private readonly names: readonly string[],
    private readonly rows: Rows,
    private readonly scores: (answer: Float32Array) => ArrayLike<number>,
  ) {
    const none = names.map(() => 0);
    [this.truth, this.given, this.right] = [[...none], [...none], [...none]];
  }

  add(answers: Float32Array, targets: Float32Array): void {
    for (const { answer, target } of rowsOf(this.rows, answers, targets)) {
      const truth = greatest(target, this.names.length);
      const given = greatest(this.scores(answer), this.names.length);
      this.truth[truth]++;
      this.given[given]++;
      if (truth === given) this.right[truth]++;
    }
  }

  get told(): Answers {
    const { names, truth, given, right } = this;
    return { kind: 'classes', names: [...names], truth, given, right };
  }
}

/** Where the greatest of the first numbers is; of equal ones the first. */
function greatest(numbers: ArrayLike<number>, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (numbers[i] > numbers[best]) best = i;
  return best;
}

class ValueTally implements AnswerTally {
  private rowsSeen = 0;
  private beyond = 0;
  private readonly errors: number[];
  private readonly means: number[];
  private readonly squares: number[];
  private readonly ends: readonly [number, number] | undefined;

  constructor(
    head: Layer,
    private readonly rows: Rows,
  ) {
    const none = Array.from({ length: rows.units }, () => 0);
    [this.errors, this.means, this.squares] = [[...none], [...none], [...none]];
    this.ends = endsOf(head);
  }

  add(answers: Float32Array, targets: Float32Array): void {
    for (const { answer, target } of rowsOf(this.rows, answers, targets)) {
      this.rowsSeen++;
      for (let i = 0; i < this.rows.units; i++) this.addNumber(i, answer[i], target[i]);
    }
  }

  get told(): Answers | undefined {
    const { rowsSeen: rows, ends } = this;
    if (rows === 0) return undefined;
    const each = (sums: readonly number[]) => sums.map((sum) => toWire(sum / rows));
    return {
      kind: 'values',
      error: each(this.errors),
      variance: each(this.squares),
      beyond: this.beyond / (rows * this.rows.units),
      ...(ends && { ends: [toWire(ends[0]), toWire(ends[1])] }),
    };
  }

  /** Mean and squared distances to it as Welford (1962). */
  private addNumber(i: number, answer: number, target: number): void {
    const distance = target - this.means[i];
    this.means[i] += distance / this.rowsSeen;
    this.squares[i] += distance * (target - this.means[i]);
    this.errors[i] += (answer - target) ** 2;
    if (this.ends && (target < this.ends[0] - margin || target > this.ends[1] + margin))
      this.beyond++;
  }
}

/** Targets at an end are nearly reached. */
const margin = 1e-6;

/** Least and greatest of what a head gives; undefined where it can give any number. */
function endsOf(head: Layer): readonly [number, number] | undefined {
  const range = rangeOf(head);
  if (range) return range;
  const levels = head.activations.at(-1)?.entry.levels;
  return levels && [levels[0], Infinity];
}
