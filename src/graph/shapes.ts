import type { Dimension } from './graph';
import { formatShape } from '../text/numbers';
import { GraphError } from './graphError';

export type Shape = readonly Dimension[];

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

export const isStatic = (shape: Shape): shape is readonly number[] =>
  shape.every((length) => typeof length === 'number');

/** Numbers from `start` up to `end`. */
export const range = (start: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);

/** The shape numpy's broadcasting gives; a named length only meets itself and 1. */
export function broadcastShapes(operator: string, ...shapes: readonly Shape[]): Dimension[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return range(0, rank).map((axis) => {
    let length: Dimension = 1;
    for (const shape of shapes) {
      const other = shape[axis - rank + shape.length] ?? 1;
      if (length === 1) length = other;
      else if (other !== 1 && other !== length) {
        const list = shapes.map(formatShape).join(' and ');
        throw new GraphError(operator, `shapes ${list} do not broadcast`);
      }
    }
    return length;
  });
}

/** An axis counted from the end when negative, as 0 ≤ axis < rank. */
export function normalizeAxis(operator: string, axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(normal) && normal >= 0 && normal < rank) return normal;
  throw new GraphError(operator, `axis ${axis} does not exist in a tensor of rank ${rank}`);
}

export const normalizeAxes = (operator: string, axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => normalizeAxis(operator, axis, rank));

/** Number of elements; with named lengths a product such as `784*N`. */
export function product(shape: Shape): Dimension {
  const { factor, names } = monomial(shape);
  if (names.length === 0 || factor === 0) return factor;
  return factor === 1 ? names.join('*') : [factor, ...names].join('*');
}

/** `product(shape) / product(divisor)`, undefined where that is no whole length. */
export function quotient(shape: Shape, divisor: Shape): Dimension | undefined {
  const total = monomial(shape);
  const by = monomial(divisor);
  const names = [...total.names];
  for (const name of by.names) {
    const index = names.indexOf(name);
    if (index < 0) return undefined;
    names.splice(index, 1);
  }
  if (by.factor === 0 || total.factor % by.factor !== 0) return undefined;
  return product([total.factor / by.factor, ...names]);
}

/** Splits lengths into their numeric factor and the sorted names, `4*N` and 3 into 12 and N. */
function monomial(shape: Shape): { factor: number; names: string[] } {
  let factor = 1;
  const names: string[] = [];
  for (const length of shape) {
    for (const part of typeof length === 'number' ? [length] : length.split('*')) {
      if (Number.isInteger(Number(part))) factor *= Number(part);
      else names.push(String(part));
    }
  }
  return { factor, names: names.sort() };
}
