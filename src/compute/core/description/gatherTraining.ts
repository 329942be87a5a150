import { targetSize, type Dataset } from '../../../data/dataset';
import { elements } from '../../../shape/elements';
import { targetShape } from '../../../shape/targets';

/** Training samples one after the other, as a split hands them out. */
export function gatherTraining(
  { inputShape, target, splits: { train } }: Dataset,
  indices: Int32Array,
): { inputs: Float32Array; targets: Float32Array } {
  const room = (shape: readonly number[]) => new Float32Array(indices.length * elements(shape));
  const found = { inputs: room(inputShape), targets: room(targetShape(targetSize(target))) };
  train.gather(indices, found.inputs, found.targets);
  return found;
}

/** The numbers of the first training samples, `count` at most. */
export const firstOf = ({ splits: { train } }: Dataset, count: number): Int32Array =>
  Int32Array.from({ length: Math.min(count, train.count) }, (_, i) => i);

/** The name of a training sample's class; empty where it has none. */
export const labelOf = ({ target, splits: { train } }: Dataset, index: number): string =>
  target.names[train.label(index) ?? -1] ?? '';
