import type { Dimension, Value } from './graph';

/** The numbers of a constant scalar or vector (axes, pads, scales), undefined for anything else. */
export function constantNumbers(value: Value | undefined): readonly number[] | undefined {
  if (!value?.data || value.type.shape.length > 1) return undefined;
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}

/** The lengths a shape input holds: a constant's, or those a `Shape` operator will read. */
export function constantDimensions(value: Value | undefined): readonly Dimension[] | undefined {
  const producer = value?.producer;
  if (producer?.operator.name === 'Shape') return producer.inputs[0]!.type.shape;
  return constantNumbers(value);
}
