import type { Dimension } from '../graph/graph';
import { product, range } from '../graph/shapes';
import { elements } from '../shape/elements';

/** Small tensors of lengths, some of them named, and the arithmetic exporters do on them. */
export interface LengthTensor {
  readonly shape: readonly number[];
  readonly values: readonly Dimension[];
}

export const listOf = (values: readonly Dimension[]): LengthTensor => ({
  shape: [values.length],
  values,
});

/** The values if all of them are numbers. */
export const numbersIn = (lengths: LengthTensor | undefined): readonly number[] | undefined =>
  lengths?.values.every((length) => typeof length === 'number') ? lengths.values : undefined;

/** The tensor whose element at each place is that of `from` at the place `source` gives. */
function picked(
  from: LengthTensor,
  shape: readonly number[],
  source: (place: readonly number[]) => readonly number[],
): LengthTensor {
  const values = range(0, elements(shape)).map((index) => {
    const place = shape.map((length, axis) => {
      const step = elements(shape.slice(axis + 1));
      return Math.floor(index / step) % length;
    });
    const at = source(place).reduce((sum, i, axis) => sum * from.shape[axis] + i, 0);
    return from.values[at];
  });
  return { shape, values };
}

export const transposed = (x: LengthTensor, perm: readonly number[]): LengthTensor =>
  picked(
    x,
    perm.map((axis) => x.shape[axis]),
    (place) => x.shape.map((_, axis) => place[perm.indexOf(axis)]),
  );

/** With one length left open (-1); undefined where the lengths do not fit. */
export function reshaped(x: LengthTensor, to: readonly number[]): LengthTensor | undefined {
  const kept = to.map((length, axis) => (length === 0 ? x.shape[axis] : length));
  const known = kept.filter((length) => length !== -1);
  const shape = kept.map((length) => (length === -1 ? x.values.length / elements(known) : length));
  return elements(shape) === x.values.length ? { shape, values: x.values } : undefined;
}

/** Rows behind each other along the first axis. */
export const joined = (parts: readonly LengthTensor[]): LengthTensor => ({
  shape: [parts.reduce((sum, { shape }) => sum + shape[0], 0), ...parts[0].shape.slice(1)],
  values: parts.flatMap(({ values }) => values),
});

export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** ONNX's `Slice` along one axis: bounds from the end when negative, and cut off at the ends. */
export function sliced(x: LengthTensor, { axis, start, end, step }: Cut): LengthTensor {
  const length = x.shape[axis];
  const clamp = (bound: number, least: number, most: number): number =>
    Math.min(Math.max(bound < 0 ? bound + length : bound, least), most);
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const [from, to] = [clamp(start, Math.max(least, 0), most), clamp(end, least, most)];
  const count = Math.max(0, Math.ceil((to - from) / step));
  return picked(x, x.shape.with(axis, count), (place) =>
    place.with(axis, from + place[axis] * step),
  );
}

type Combine = (...elements: readonly Dimension[]) => Dimension | undefined;

/** Element by element, one number going with all; undefined where an element has no answer. */
export function combined(
  operands: readonly LengthTensor[],
  combine: Combine,
): LengthTensor | undefined {
  const largest = operands.reduce((a, b) =>
    b.values.length > a.values.length || b.shape.length > a.shape.length ? b : a,
  );
  const { shape } = largest;
  const fits = operands.every((x) => x.values.length === 1 || x.shape.join() === shape.join());
  if (!fits) return undefined;
  const values = range(0, elements(shape)).map((i) =>
    combine(...operands.map((x) => x.values[x.values.length === 1 ? 0 : i])),
  );
  return values.every((value) => value !== undefined) ? { shape, values } : undefined;
}

const ofNumbers =
  (compute: (x: number, y: number) => number): Combine =>
  (x, y) =>
    typeof x === 'number' && typeof y === 'number' ? compute(x, y) : undefined;

/** Whether two lengths are equal, 1 or 0; a named one may be any that is not negative. */
function equal(x: Dimension, y: Dimension): Dimension | undefined {
  if (x === y) return 1;
  if (typeof x === 'number' && typeof y === 'number') return 0;
  return [x, y].some((length) => typeof length === 'number' && length < 0) ? 0 : undefined;
}

/** What operators make of lengths, element by element. */
export const elementwise: Readonly<Record<string, Combine>> = {
  Add: ofNumbers((x, y) => x + y),
  Sub: ofNumbers((x, y) => x - y),
  Mul: (x, y) => product([x, y]),
  Div: ofNumbers((x, y) => Math.trunc(x / y)),
  Neg: (x) => (typeof x === 'number' ? -x : undefined),
  Equal: equal,
  Where: (condition, x, y) =>
    typeof condition === 'number' ? (condition === 0 ? y : x) : undefined,
};
