import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { DataError, type Dataset, type Split } from '../dataset';
import type { AugmentationEntry } from './augmentation';
import { pcaColour } from './colour';
import { elastic } from './elastic';
import { crop, flip, rotate, scale, shear, translate } from './geometry';
import { noise } from './noise';
import { Warp } from './warp';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';

/** Every random change of training samples. */
export const augmentations = new EntryTable<AugmentationEntry>('augmentation', [
  translate,
  scale,
  rotate,
  shear,
  elastic,
  flip,
  crop,
  noise,
  pcaColour,
]);

/** Throws `not-images` when something that moves pixels or changes colours is to be done to samples that have none. */
export function assertAugmentable(calls: readonly BoundCall[], inputShape: readonly number[]) {
  const colouring = calls.find((call) => augmentations.of(call).coloured);
  if (colouring && (inputShape.length !== 3 || inputShape[0] !== 3)) {
    throw new DataError(
      'not-images',
      `\`augment ${colouring.name}\` changes colours, but these samples have the shape ${formatShape(inputShape)}; it needs ` +
        'images in red, green and blue, [3, height, width]. Remove the line.',
    );
  }
  const moving = calls.find((call) => augmentations.of(call).warp);
  if (!moving || inputShape.length === 3) return;
  throw new DataError(
    'not-images',
    `\`augment ${moving.name}\` moves pixels, but these samples have the shape ${formatShape(inputShape)}; it needs images, ` +
      '[channels, height, width]. `augment noise` works on any numbers.',
  );
}

/**
 * Changes samples at random. What happens to a sample follows from seed, epoch and its number alone. All that moves
 * pixels becomes one warp, so that a picture is interpolated once however many lines there are.
 */
export class Augmenter {
  private readonly size: number;
  private readonly before: Float32Array;
  private readonly warp: Warp | undefined;
  /** The last first: a warp says where a pixel comes from, so it begins at the end. */
  private readonly moving: readonly BoundCall[];
  private readonly changing: readonly {
    readonly call: BoundCall;
    readonly measured?: readonly (readonly number[])[];
  }[];

  /** `training` gives the training images, for what is to be known of them. */
  constructor(
    calls: readonly BoundCall[],
    private readonly inputShape: readonly number[],
    private readonly seed: number,
    training: () => Iterable<Float32Array> = () => [],
  ) {
    assertAugmentable(calls, inputShape);
    this.size = elements(inputShape);
    this.before = new Float32Array(this.size);
    this.moving = calls.filter((call) => augmentations.of(call).warp).reverse();
    this.changing = calls
      .filter((call) => augmentations.of(call).change)
      .map((call) => ({ call, measured: augmentations.of(call).measure?.(training()) }));
    if (this.moving.length > 0) this.warp = new Warp(inputShape[1], inputShape[2]);
  }

  /** Changes the samples `indices`, which stand one after the other in `inputs`. */
  apply(indices: Int32Array, epoch: number, inputs: Float32Array): void {
    if (this.moving.length + this.changing.length === 0) return;
    indices.forEach((sample, i) => this.one(epoch, sample, inputs, i * this.size));
  }

  private one(epoch: number, sample: number, inputs: Float32Array, at: number): void {
    const random = new Random(this.seed, 'augment', epoch, sample);
    const { warp } = this;
    const numbers = inputs.subarray(at, at + this.size);
    if (warp) {
      warp.reset();
      for (const call of this.moving)
        augmentations.of(call).warp!(call.arguments as never, warp, random);
      this.before.set(numbers);
      warp.draw(this.before, numbers);
    }
    const image = this.inputShape.length === 3;
    for (const { call, measured } of this.changing)
      augmentations.of(call).change!(call.arguments as never, numbers, random, image, measured);
  }
}

/** What changes the training samples of a data set. */
export const augmenterOf = (
  { inputShape, target, splits: { train } }: Dataset,
  calls: readonly BoundCall[],
  seed: number,
): Augmenter =>
  new Augmenter(calls, inputShape, seed, () =>
    inputsOf(train, elements(inputShape), target.names.length),
  );

/** So many samples say enough of all. */
const mostMeasured = 10_000;

/** The samples of a split one after the other, or every second, third, … of many; each is there until the next one. */
function* inputsOf(split: Split, size: number, width: number): Generator<Float32Array, void> {
  const input = new Float32Array(size);
  const target = new Float32Array(width);
  const stride = Math.ceil(split.count / mostMeasured);
  for (let sample = 0; sample < split.count; sample += stride) {
    split.gather(Int32Array.of(sample), input, target);
    yield input;
  }
}
