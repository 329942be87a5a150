import type { Dimension, Value } from '../graph/graph';
import { product, range } from '../graph/shapes';

/**
 * Whole numbers that go up by a step along each axis, such as the places of a tensor's elements: `first` + Σ `steps`[axis] ·
 * place[axis]. Exporters compute them for any number of samples.
 */
export interface Places {
  readonly shape: readonly Dimension[];
  readonly steps: readonly number[];
  readonly first: number;
}

/** A tensor of more elements is not looked at. */
const most = 2 ** 20;

/** The places that a stored tensor of int64 holds, if they are such. */
export function storedPlaces({ data, type }: Value): Places | undefined {
  if (!(data instanceof BigInt64Array) || data.length === 0 || data.length > most) return undefined;
  const shape = type.shape as readonly number[];
  const strides = shape.map((_, axis) => Number(product(shape.slice(axis + 1))));
  const first = Number(data[0]);
  const steps = shape.map((length, axis) => (length > 1 ? Number(data[strides[axis]]) - first : 0));
  const fits = data.every((place, i) => {
    const at = shape.map((length, axis) => Math.floor(i / strides[axis]) % length);
    return Number(place) === steps.reduce((sum, step, axis) => sum + step * at[axis], first);
  });
  return fits ? { shape, steps, first } : undefined;
}

export const countingPlaces = (length: Dimension): Places => ({
  shape: [length],
  steps: [1],
  first: 0,
});

/** With axes of length 1 put in, at places in the result; negative ones are from its end. */
export function unsqueezed({ shape, steps, first }: Places, axes: readonly number[]): Places {
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  let next = 0;
  const from = range(0, rank).map((axis) => (added.has(axis) ? -1 : next++));
  return {
    shape: from.map((axis) => (axis < 0 ? 1 : shape[axis])),
    steps: from.map((axis) => (axis < 0 ? 0 : steps[axis])),
    first,
  };
}

/** The sum of two, which broadcast; undefined where their shapes do not fit. */
export function sumOf(a: Places, b: Places): Places | undefined {
  const rank = Math.max(a.shape.length, b.shape.length);
  const along = ({ shape, steps }: Places, axis: number): [Dimension, number] => {
    const own = axis - rank + shape.length;
    return own < 0 ? [1, 0] : [shape[own], steps[own]];
  };
  const axes = range(0, rank).map((axis) => {
    const [[length, step], [other, otherStep]] = [along(a, axis), along(b, axis)];
    const fits = length === other || length === 1 || other === 1;
    return fits ? ([length === 1 ? other : length, step + otherStep] as const) : undefined;
  });
  if (!axes.every((axis) => axis !== undefined)) return undefined;
  return {
    shape: axes.map(([length]) => length),
    steps: axes.map(([, step]) => step),
    first: a.first + b.first,
  };
}

/** The product of two, one of which is the same number everywhere; undefined otherwise. */
export function productOf(a: Places, b: Places): Places | undefined {
  const [one, other] = a.shape.every((length) => length === 1) ? [a, b] : [b, a];
  if (!one.shape.every((length) => length === 1) || one.shape.length > other.shape.length)
    return undefined;
  const factor = one.first;
  return {
    shape: other.shape,
    steps: other.steps.map((step) => step * factor),
    first: other.first * factor,
  };
}

/** Whether they are 0, 1, 2, … in the order of the elements: what is picked by them stays as it is. */
export function inOrder({ shape, steps, first }: Places): boolean {
  let expected: Dimension = 1;
  for (const axis of range(0, shape.length).reverse()) {
    if (shape[axis] === 1) continue;
    if (steps[axis] !== expected) return false;
    expected = product([shape[axis], expected]);
  }
  return first === 0;
}
