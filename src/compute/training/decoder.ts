import { inOrder } from '../../data/batches';
import { targetSize, type Dataset, type Split } from '../../data/dataset';
import { editDistance, symbolsOf } from '../../learning/decoding/symbols';
import { learnTransitions, viterbi, type TransitionModel } from '../../learning/decoding/viterbi';
import type { Decoding } from '../../learning/plan';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';

/** A sequence as far as its segments have come by: probabilities and class of each step that has one. */
interface Heard {
  segments: number;
  readonly probabilities: number[];
  readonly labels: number[];
}

/** Finds the symbols of whole sequences in the outputs for their segments, and how far they are from the right ones. */
export class Decoder {
  private readonly model: TransitionModel | undefined;
  private readonly ignored: number;

  constructor(
    private readonly dataset: Dataset,
    { by, ignore }: Decoding,
  ) {
    const { names } = dataset.target;
    this.ignored = ignore === undefined ? -1 : names.indexOf(ignore);
    if (by === 'viterbi')
      this.model = learnTransitions(labelsOf(dataset, dataset.splits.train), names.length);
  }

  /** Begins to listen to a split. */
  listen(): Listening {
    return new Listening(this.dataset, (probabilities, labels) => {
      const found = symbolsOf(this.classes(probabilities), this.ignored);
      const right = symbolsOf(labels, this.ignored);
      return [editDistance(found, right), right.length];
    });
  }

  private classes(probabilities: readonly number[]): ArrayLike<number> {
    if (this.model) return viterbi(probabilities, this.model);
    const { length } = this.dataset.target.names;
    return Array.from({ length: probabilities.length / length }, (_, step) => {
      const row = probabilities.slice(step * length, (step + 1) * length);
      return row.indexOf(Math.max(...row));
    });
  }
}

/** The sequences of a split, whose segments come in any order that keeps those of each sequence in theirs. */
export class Listening {
  private readonly open = new Map<number, Heard>();
  private wrong = 0;
  private symbols = 0;

  constructor(
    private readonly dataset: Dataset,
    private readonly compare: (
      probabilities: readonly number[],
      labels: readonly number[],
    ) => readonly [wrong: number, symbols: number],
  ) {}

  /** Takes outputs, [N, steps, classes], and targets of some samples. */
  hear(indices: Int32Array, outputs: Float32Array, targets: Float32Array): void {
    const { segments, target } = this.dataset;
    const [steps, width] = targetShape(targetSize(target));
    indices.forEach((sample, i) => {
      const sequence = Math.floor(sample / segments);
      const heard = this.open.get(sequence) ?? { segments: 0, probabilities: [], labels: [] };
      this.open.set(sequence, heard);
      for (let step = i * steps; step < (i + 1) * steps; step++) {
        const row = targets.subarray(step * width, (step + 1) * width);
        if (row[width - 1] === 0) continue;
        heard.labels.push(row.indexOf(1));
        heard.probabilities.push(...outputs.subarray(step * (width - 1), (step + 1) * (width - 1)));
      }
      if (++heard.segments < segments) return;
      this.open.delete(sequence);
      const [wrong, symbols] = this.compare(heard.probabilities, heard.labels);
      this.wrong += wrong;
      this.symbols += symbols;
    });
  }

  /** Mistakes as a fraction of the right symbols. */
  get error(): number {
    return this.wrong / Math.max(1, this.symbols);
  }
}

/** The classes of the steps that have one, of each sequence of a split. */
function* labelsOf(dataset: Dataset, split: Split): Generator<readonly number[]> {
  const { segments, inputShape, target } = dataset;
  const [steps, width] = targetShape(targetSize(target));
  const inputs = new Float32Array(segments * elements(inputShape));
  const targets = new Float32Array(segments * steps * width);
  for (const indices of inOrder(split.count, segments)) {
    split.gather(indices, inputs, targets);
    const labels: number[] = [];
    for (let step = 0; step < segments * steps; step++) {
      const row = targets.subarray(step * width, (step + 1) * width);
      if (row[width - 1] > 0) labels.push(row.indexOf(1));
    }
    yield labels;
  }
}
