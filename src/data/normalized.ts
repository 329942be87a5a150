import type { Dataset } from './dataset';
import type { Samples } from './samples';
import { groupOf } from './statistics';
import { elements } from '../shape/elements';

/** Numbers of samples as a network sees them, by their place among all: pixels in 0..1, normalized. */
export function normalized(
  { inputShape, normalization }: Pick<Dataset, 'inputShape' | 'normalization'>,
  { inputs }: Samples,
): (index: number) => number {
  const unit = inputs instanceof Float32Array ? 1 : 255;
  const length = elements(inputShape);
  const groupAt = groupOf(inputShape);
  const each = (numbers: readonly number[]): Float64Array =>
    Float64Array.from({ length }, (_, i) => numbers[numbers.length === 1 ? 0 : groupAt(i)]);
  const [mean, scale] = [each(normalization.mean), each(normalization.scale)];
  return (index) => (inputs[index] / unit - mean[index % length]) * scale[index % length];
}
