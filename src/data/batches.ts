import { Random } from '../random/random';

/** The next sample to be drawn: enough, with seed and batch size, to go on exactly. */
export interface BatchPosition {
  readonly epoch: number;
  /** Samples of the epoch already drawn, a multiple of the batch size. */
  readonly position: number;
}

/**
 * The order in which training draws its samples: each epoch a new permutation, made from seed and epoch alone, cut into
 * batches of equal size. The samples left over at the end of an epoch are dropped (others in each epoch); a batch never
 * exceeds the number of samples.
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
  ) {
    if (count < 1 || batch < 1) throw new RangeError(`batches of ${batch} from ${count} samples`);
    this.batch = Math.min(batch, count);
    this.stepsPerEpoch = Math.floor(count / this.batch);
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
    const from = this.step++ * this.batch;
    return this.order.subarray(from, from + this.batch);
  }

  private permutation(): Int32Array {
    const order = Int32Array.from({ length: this.count }, (_, sample) => sample);
    return new Random(this.seed, 'shuffle', this.epoch).shuffle(order);
  }
}

/** All samples in their own order, for evaluation; the last batch may be smaller. */
export function* inOrder(count: number, batch: number): Generator<Int32Array, void> {
  for (let from = 0; from < count; from += batch) {
    yield Int32Array.from({ length: Math.min(batch, count - from) }, (_, i) => from + i);
  }
}
