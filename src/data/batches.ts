import { Random } from '../random/random';

/** The next sample to be drawn: enough, with seed and batch size, to go on exactly. */
export interface BatchPosition {
  readonly epoch: number;
  /** Samples of the epoch already drawn, a multiple of the batch size. */
  readonly position: number;
}

/**
 * Batches of an epoch. Samples come in runs of `run`, one behind the other, 1 where they do not belong together: a batch takes the
 * next sample of each of its runs, and `run` batches finish them. A batch never exceeds the number of runs.
 */
export function batchSizes(
  count: number,
  batch: number,
  run = 1,
): { readonly batch: number; readonly stepsPerEpoch: number } {
  const runs = count / run;
  const size = Math.min(batch, runs);
  return { batch: size, stepsPerEpoch: Math.floor(runs / size) * run };
}

/**
 * The order in which training draws its samples: each epoch a new permutation of their runs, made from seed and epoch alone, cut
 * into batches of equal size. The runs left over at the end of an epoch are dropped (others in each epoch).
 */
export class BatchOrder {
  readonly batch: number;
  readonly stepsPerEpoch: number;
  private epoch: number;
  private step: number;
  private order: Int32Array;

  constructor(
    private readonly count: number,
    batch: number,
    private readonly seed: number,
    start: BatchPosition = { epoch: 0, position: 0 },
    private readonly run = 1,
  ) {
    if (count < 1 || batch < 1) throw new RangeError(`batches of ${batch} from ${count} samples`);
    const sizes = batchSizes(count, batch, run);
    this.batch = sizes.batch;
    this.stepsPerEpoch = sizes.stepsPerEpoch;
    this.epoch = start.epoch;
    this.step = start.position / this.batch;
    if (!Number.isInteger(this.step) || this.step > this.stepsPerEpoch) {
      throw new RangeError(`position ${start.position} does not fit batches of ${this.batch}`);
    }
    this.order = this.permutation();
  }

  /** Where `next` goes on. */
  get position(): BatchPosition {
    return this.step < this.stepsPerEpoch
      ? { epoch: this.epoch, position: this.step * this.batch }
      : { epoch: this.epoch + 1, position: 0 };
  }

  /** Sample numbers of the next batch; the array stays valid until the epoch after. */
  next(): Int32Array {
    if (this.step >= this.stepsPerEpoch) {
      this.epoch++;
      this.step = 0;
      this.order = this.permutation();
    }
    const { run, batch } = this;
    const step = this.step++;
    const from = Math.floor(step / run) * batch;
    const runs = this.order.subarray(from, from + batch);
    return run === 1 ? runs : runs.map((each) => each * run + (step % run));
  }

  private permutation(): Int32Array {
    const order = Int32Array.from({ length: this.count / this.run }, (_, sample) => sample);
    return new Random(this.seed, 'shuffle', this.epoch).shuffle(order);
  }
}

/** All samples in their own order, for evaluation; of runs the next sample of each. The last batches may be smaller. */
export function* inOrder(count: number, batch: number, run = 1): Generator<Int32Array, void> {
  const runs = count / run;
  for (let from = 0; from < runs; from += batch) {
    const length = Math.min(batch, runs - from);
    for (let next = 0; next < run; next++)
      yield Int32Array.from({ length }, (_, i) => (from + i) * run + next);
  }
}
