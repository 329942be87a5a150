import type { BoundCall } from '../language/vocabulary';
import { Random } from '../random/random';
import { type Augmenter, augmenterOf } from './augment/augmenter';
import { BatchOrder, batchSizes } from './batches';
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
  /** What is done to the samples. */
  readonly augment: readonly BoundCall[];
  /** Samples that belong together, one behind the other: their batches follow each other. Absent: 1. */
  readonly run?: number;
  /** Steps done. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Where batches of this size began; absent: at the start. */
  readonly since?: { readonly step: number; readonly epoch: number };
}

/** Makes the batches of a training in their order: samples, targets and random numbers follow from seed and step alone. */
export class BatchFeeder {
  private readonly order: BatchOrder;
  private readonly augmenter: Augmenter;
  private step: number;

  constructor(
    private readonly dataset: Dataset,
    private readonly plan: FeedPlan,
  ) {
    const { count } = dataset.splits.train;
    const { epoch, step, seed, run, since = { step: 0, epoch: 0 } } = plan;
    this.augmenter = augmenterOf(dataset, plan.augment, seed);
    const { batch, stepsPerEpoch } = batchSizes(count, plan.batch, run);
    const done = step - since.step - (epoch - since.epoch) * stepsPerEpoch;
    const position = done * batch;
    this.order = new BatchOrder(count, batch, seed, { epoch, position }, run);
    this.step = step;
  }

  /** Fills in the next batch. */
  fill({ samples, targets, random }: BatchBuffers): void {
    const { epoch } = this.order.position;
    const indices = this.order.next();
    this.dataset.splits.train.gather(indices, samples, targets);
    this.augmenter.apply(indices, epoch, samples);
    for (const [name, numbers] of random)
      new Random(this.plan.seed, 'step', this.step, name).fillUniform(numbers);
    this.step++;
  }
}
