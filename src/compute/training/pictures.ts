import type { Evaluator, ParameterOf } from './evaluator';
import type { TrainingProgress } from './trainingProgress';

/** Images of one picture that are told, at most. */
const mostImages = 16;
/** Larger ones are left out. */
const mostChannels = 4;
const mostPixels = 512;

/** Tells what the rule draws of the parameters as they are: bytes, each image stretched from its least to its greatest number. */
export async function draw(
  progress: TrainingProgress,
  evaluator: Evaluator,
  parameter: ParameterOf,
): Promise<void> {
  const { step, epoch } = progress.state;
  const drawn = await evaluator.pictures('train', parameter);
  for (const { name, caption, images } of drawn) {
    const [count, channels, height, width] = images.dims;
    if (channels > mostChannels || Math.max(height, width) > mostPixels) continue;
    const shown = Math.min(count, mostImages);
    const size = channels * height * width;
    const numbers = (images.data as Float32Array).subarray(0, shown * size);
    progress.reporter.tell({
      event: 'picture',
      step,
      epoch,
      name,
      caption,
      shape: [shown, channels, height, width],
      pixels: Buffer.from(stretched(numbers, size)).toString('base64'),
    });
  }
}

/** Each image from 0, its least number, to 255, its greatest; one of equal numbers is grey. */
export function stretched(numbers: Float32Array, size: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length);
  for (let from = 0; from < numbers.length; from += size) {
    const image = numbers.subarray(from, from + size);
    let [least, greatest] = [Infinity, -Infinity];
    for (const number of image) {
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
    const range = greatest - least;
    image.forEach((number, i) => {
      bytes[from + i] = range > 0 ? Math.round((255 * (number - least)) / range) : 128;
    });
  }
  return bytes;
}
