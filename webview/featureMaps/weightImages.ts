import { elements } from '../../src/shape/elements';

/** Weights as images: which of them there are, and how large each is. */
export interface WeightImages {
  readonly height: number;
  readonly width: number;
  readonly images: readonly {
    /** The map or unit that it makes, and the channel of the input that it reads. */
    readonly unit: number;
    readonly channel: number;
    readonly values: Float32Array;
  }[];
}

/**
 * The weights of each unit as images: those of a convolution, [filters, channels, rows, columns], and those of a dense layer that
 * reads images, [units, channels · rows · columns]; undefined where they are none.
 */
export function weightImages(
  values: Float32Array,
  shape: readonly number[],
  inputShape: readonly number[],
): WeightImages | undefined {
  const isDense =
    shape.length === 2 && inputShape.length === 3 && shape[1] === elements(inputShape);
  if (shape.length !== 4 && !isDense) return undefined;
  const [channels = 1, height = 1, width = 1] = isDense ? inputShape : shape.slice(1);
  const size = height * width;
  if (size === 1) return undefined;
  return {
    height,
    width,
    images: Array.from({ length: (shape[0] ?? 0) * channels }, (_, i) => ({
      unit: Math.floor(i / channels),
      channel: i % channels,
      values: values.subarray(i * size, (i + 1) * size),
    })),
  };
}
