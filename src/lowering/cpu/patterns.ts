import type { Value } from '../../graph/graph';
import { numbersOf } from '../../graph/attributes';

/** What a value is the transpose of, samples and channels swapped: gradients of filters convolve two such. */
export function swappedAxes(value: Value | undefined): Value | undefined {
  const producer = value?.producer;
  if (producer?.operator.name !== 'Transpose') return undefined;
  const perm = numbersOf(producer.attributes, 'perm');
  return perm?.join() === '1,0,2,3' ? producer.inputs[0] : undefined;
}
