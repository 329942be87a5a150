import type { Entry, Parameters, Values } from '../../language/vocabulary';
import type { Random } from '../../random/random';
import type { Warp } from './warp';

/** A random change of training samples: another one is one more of these. */
export interface AugmentationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'augmentation';
  /** Says where pixels come from; for images alone. */
  warp?(this: void, values: Values<P>, warp: Warp, random: Random): void;
  /** Changes numbers, `image` those of an image in 0..1. */
  change?(
    this: void,
    values: Values<P>,
    numbers: Float32Array,
    random: Random,
    image: boolean,
  ): void;
}
