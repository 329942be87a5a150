import type { Entry, Parameters, Values } from '../../language/vocabulary';
import type { DataContext } from '../source';
import type { StoredDataset } from '../stored';

/** Samples in use: those of a source and what became of them. */
export type UsedSamples = Pick<
  StoredDataset,
  'inputShape' | 'features' | 'target' | 'train' | 'test' | 'members'
>;

/** What happens to samples once, when they are loaded: another change is one more of these. */
export interface TransformEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'transform';
  /** Set where it works on samples that have a class each. */
  readonly classesOnly?: true;
  /** The shape of samples after it, where it changes that; throws `DataError` for samples it does not fit. */
  shape?(values: Values<P>, inputShape: readonly number[]): readonly number[];
  /** Set where it changes the number of training samples. */
  readonly resizes?: true;
  /** The samples after it; those before stay as they are, since another data set may use them. Throws `DataError`. */
  apply(
    values: Values<P>,
    samples: UsedSamples,
    context: DataContext,
  ): UsedSamples | Promise<UsedSamples>;
}
