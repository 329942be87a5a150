import type { GraphWriter } from './operator';
import type { Value } from './graph';
import { isStatic, range, sameShape, type Shape } from './shapes';

/** Moving elements about without changing them; nothing is added where nothing has to move. */

/** Reshapes to a shape with at most one named length; `like` has that shape if there are more. */
export function reshape(graph: GraphWriter, x: Value, shape: Shape, like?: Value): Value {
  if (sameShape(x.type.shape, shape)) return x;
  const named = shape.filter((length) => typeof length === 'string').length;
  const target =
    named > 1 && like
      ? graph.shape(like)
      : shape.map((length) => (typeof length === 'number' ? length : -1));
  return graph.reshape(x, target);
}

export const reshapeLike = (graph: GraphWriter, x: Value, like: Value): Value =>
  reshape(graph, x, like.type.shape, like);

/** Repeats along axes of length 1 until the shape is that of `like`. */
export function expandLike(graph: GraphWriter, x: Value, like: Value): Value {
  const { shape } = like.type;
  if (sameShape(x.type.shape, shape)) return x;
  const target = isStatic(shape) ? shape : graph.shape(like);
  return graph.expand(x, target);
}

/** Sums over the axes along which a tensor of the shape of `like` was broadcast: its adjoint. */
export function reduceLike(graph: GraphWriter, x: Value, like: Value): Value {
  const from = x.type.shape;
  const to = like.type.shape;
  const added = from.length - to.length;
  const repeated = range(0, to.length).filter((i) => to[i] === 1 && from[i + added] !== 1);
  const axes = [...range(0, added), ...repeated.map((i) => i + added)];
  if (axes.length === 0) return x;
  const sum = graph.reduceSum(x, { axes, keepdims: repeated.length > 0 ? 1 : 0 });
  return reshapeLike(graph, sum, like);
}

export function transpose(graph: GraphWriter, x: Value, perm: readonly number[]): Value {
  return perm.every((from, to) => from === to) ? x : graph.transpose(x, { perm });
}

/** Swaps the last two axes. */
export function transposeMatrix(graph: GraphWriter, x: Value): Value {
  const rank = x.type.shape.length;
  return transpose(graph, x, [...range(0, rank - 2), rank - 1, rank - 2]);
}

/** Swaps the first two axes: samples and channels. */
export const swapBatchAndChannels = (graph: GraphWriter, x: Value): Value =>
  transpose(graph, x, [1, 0, ...range(2, x.type.shape.length)]);

/** Surrounds with a value; begins and ends are for each axis, or for the last ones. */
export function pad(
  graph: GraphWriter,
  x: Value,
  begins: readonly number[],
  ends: readonly number[],
  value = 0,
): Value {
  if ([...begins, ...ends].every((length) => length === 0)) return x;
  const others = range(0, x.type.shape.length - begins.length).map(() => 0);
  const pads = [...others, ...begins, ...others, ...ends];
  return graph.pad(x, pads, { value: value === 0 ? undefined : value });
}

/** Every `steps[i]`-th element of `lengths[i]` many from `starts[i]` on, along the last axes. */
export function slice(
  graph: GraphWriter,
  x: Value,
  starts: readonly number[],
  lengths: readonly number[],
  steps: readonly number[] = starts.map(() => 1),
): Value {
  const { shape } = x.type;
  const first = shape.length - starts.length;
  const chosen = range(0, starts.length).filter(
    (i) => starts[i] !== 0 || steps[i] !== 1 || lengths[i] !== shape[first + i],
  );
  if (chosen.length === 0) return x;
  return graph.slice(
    x,
    chosen.map((i) => starts[i]),
    chosen.map((i) => starts[i] + (lengths[i] - 1) * steps[i] + 1),
    { axes: chosen.map((i) => first + i), steps: chosen.map((i) => steps[i]) },
  );
}

/** `length` elements from `start` on along one axis. */
export function sliceAxis(
  graph: GraphWriter,
  x: Value,
  axis: number,
  start: number,
  length: number,
): Value {
  if (start === 0 && length === x.type.shape[axis]) return x;
  return graph.slice(x, [start], [start + length], { axes: [axis] });
}

/** Repeats each element `factors[i]` times along the last axes (nearest-neighbour upsampling). */
export function upsample(graph: GraphWriter, x: Value, factors: readonly number[]): Value {
  if (factors.every((factor) => factor === 1)) return x;
  const scales = [...range(0, x.type.shape.length - factors.length).map(() => 1), ...factors];
  const key = `scales${scales.join(',')}`;
  return graph.resize(x, {
    scales: graph.constant(Float32Array.from(scales), [scales.length], key),
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

/** A tensor of zeros of the shape of `like`. */
export const zerosLike = (graph: GraphWriter, like: Value): Value =>
  expandLike(graph, graph.scalar(0), like);
