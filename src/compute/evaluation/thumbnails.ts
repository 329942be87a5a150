import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { shrink, shrunkShape } from '../../data/images/shrink';
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
  const [channels] = inputShape;
  if (inputShape.length !== 3 || (channels !== 1 && channels !== 3) || examples.length === 0)
    return {};
  const small = shrunkShape(inputShape, evaluationLimits.thumbnail);
  const shape = [examples.length, ...small];
  const images = new Float32Array(elements(shape));
  const image = new Float32Array(elements(inputShape));
  const targets = new Float32Array(elements(targetShape(targetSize(target))));
  examples.forEach(({ sample }, i) => {
    splits[split].gather(Int32Array.of(sample), image, targets);
    images.set(shrink(image, inputShape, evaluationLimits.thumbnail), i * elements(small));
  });
  return { images: toWireTensor(shape, images) };
}
