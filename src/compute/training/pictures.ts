import { mostImages } from '../../learning/evaluationBuilder';
import type { Evaluator, ParameterOf } from './evaluator';
import type { TrainingProgress } from './trainingProgress';

/** Larger ones are left out. */
const mostChannels = 4;
const mostPixels = 512;

/** Tells what the rule draws of the parameters as they are: bytes, each image stretched over the range of its numbers. */
export async function draw(
  progress: TrainingProgress,
  evaluator: Evaluator,
  parameter: ParameterOf,
): Promise<void> {
  const { step, epoch } = progress.state;
  const drawn = await evaluator.pictures('train', parameter);
  for (const { name, caption, images, total } of drawn) {
    const [count, channels, height, width] = images.dims;
    if (channels > mostChannels || Math.max(height, width) > mostPixels) continue;
    const shown = Math.min(count, mostImages);
    const size = channels * height * width;
    const numbers = (images.data as Float32Array).subarray(0, shown * size);
    const ranges = rangesOf(numbers, size);
    progress.reporter.tell({
      event: 'picture',
      step,
      epoch,
      name,
      caption,
      shape: [shown, channels, height, width],
      pixels: Buffer.from(stretched(numbers, ranges)).toString('base64'),
      // What diverged has no range that could be told.
      ...(ranges.flat().every(Number.isFinite) && { ranges }),
      ...(total !== undefined && { total }),
    });
  }
}

type Range = [least: number, greatest: number];

/** Least and greatest number of each image of so many. */
export function rangesOf(numbers: Float32Array, size: number): Range[] {
  return Array.from({ length: numbers.length / size }, (_, i) => {
    const range: Range = [Infinity, -Infinity];
    for (const number of numbers.subarray(i * size, (i + 1) * size)) {
      range[0] = Math.min(range[0], number);
      range[1] = Math.max(range[1], number);
    }
    return range;
  });
}

/** Each image from 0, its least number, to 255, its greatest; one of equal numbers is grey. */
export function stretched(
  numbers: Float32Array,
  ranges: readonly (readonly [least: number, greatest: number])[],
): Uint8Array {
  const size = numbers.length / ranges.length;
  return Uint8Array.from(numbers, (number, i) => {
    const [least, greatest] = ranges[Math.floor(i / size)];
    return greatest > least ? Math.round((255 * (number - least)) / (greatest - least)) : 128;
  });
}
