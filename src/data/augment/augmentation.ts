import type { Entry, Parameters, Values } from '../../language/vocabulary';
import type { Random } from '../../random/random';
import type { Warp } from './warp';

/** A random change of training samples: another one is one more of these. */
export interface AugmentationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'augmentation';
  /** Says where pixels come from; for images alone. */
  warp?(this: void, values: Values<P>, warp: Warp, random: Random): void;
  /** Set where it needs images in red, green and blue. */
  readonly coloured?: true;
  /** What it has to know of the training images, as rows of numbers. */
  measure?(this: void, images: Iterable<Float32Array>): readonly (readonly number[])[];
  /** Changes numbers, `image` those of an image in 0..1; `measured` is what `measure` found. */
  change?(
    this: void,
    values: Values<P>,
    numbers: Float32Array,
    random: Random,
    image: boolean,
    measured?: readonly (readonly number[])[],
  ): void;
}
