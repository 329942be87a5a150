import { Random } from '../random/random';
import { BatchOrder } from './batches';
import type { Dataset } from './dataset';

/** What one training step reads, one array after the other. */
export interface BatchBuffers {
  readonly samples: Float32Array;
  readonly targets: Float32Array;
  /** Uniform numbers in [0, 1) by name. */
  readonly random: ReadonlyMap<string, Float32Array>;
}

/** Where in a training the next batch belongs, and what determines it. */
export interface FeedPlan {
  readonly seed: number;
  readonly batch: number;
  /** Steps done. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
}

/** Makes the batches of a training in their order: samples, targets and random numbers follow from seed and step alone. */
export class BatchFeeder {
  private readonly order: BatchOrder;
  private step: number;

  constructor(
    private readonly dataset: Dataset,
    private readonly plan: FeedPlan,
  ) {
    const { count } = dataset.splits.train;
    const { epoch, step, seed } = plan;
    const batch = Math.min(plan.batch, count);
    const position = (step - epoch * Math.floor(count / batch)) * batch;
    this.order = new BatchOrder(count, batch, seed, { epoch, position });
    this.step = step;
  }

  get stepsPerEpoch(): number {
    return this.order.stepsPerEpoch;
  }

  /** Fills in the next batch. */
  fill({ samples, targets, random }: BatchBuffers): void {
    this.dataset.splits.train.gather(this.order.next(), samples, targets);
    for (const [name, numbers] of random)
      new Random(this.plan.seed, 'step', this.step, name).fillUniform(numbers);
    this.step++;
  }
}
