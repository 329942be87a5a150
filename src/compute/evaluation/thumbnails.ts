import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { resize } from '../../data/images/resize';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { evaluationLimits } from '../protocol/evaluation';
import { toWireTensor, type WireTensor } from '../protocol/wireTensor';

/** Samples as small images, [count, channels, height, width]; nothing where they are no grey or coloured images. */
export function thumbnails(
  { inputShape, target, splits }: Dataset,
  split: SplitName,
  examples: readonly { readonly sample: number }[],
): { images?: WireTensor } {
  const [channels, height, width] = inputShape;
  if (inputShape.length !== 3 || (channels !== 1 && channels !== 3) || examples.length === 0)
    return {};
  const shrunk = Math.min(1, evaluationLimits.thumbnail / Math.max(height, width));
  const size = [height, width].map((length) => Math.max(1, Math.round(length * shrunk)));
  const shape = [examples.length, channels, ...size];
  const images = new Float32Array(elements(shape));
  const image = new Float32Array(elements(inputShape));
  const targets = new Float32Array(elements(targetShape(targetSize(target))));
  examples.forEach(({ sample }, i) => {
    splits[split].gather(Int32Array.of(sample), image, targets);
    const pixels = shrunk === 1 ? image : resized(image, { channels, height, width }, size);
    images.set(pixels, i * elements(shape.slice(1)));
  });
  return { images: toWireTensor(shape, images) };
}

/** An image with pixels in 0..1 at another size. */
export function resized(
  image: Float32Array,
  form: { channels: 1 | 3; height: number; width: number },
  [height, width]: readonly number[],
): Float32Array {
  const pixels = Uint8Array.from(image, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  const picture = resize({ ...form, pixels }, height, width, 'stretch');
  return Float32Array.from(picture.pixels, (value) => value / 255);
}
