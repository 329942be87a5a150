import type { GraphWriter } from '../operator';
import type { Dimension, Value } from '../graph';
import { Arithmetic } from '../arithmetic';
import { pad, reshape, reshapeLike, slice, upsample } from '../layout';
import { product, range } from '../shapes';
import { composite } from './composite';
import { signatures } from './signatures';
import { unreached, windowOf, windowToAttributes, type Window } from './window';
import { elements } from '../../shape/elements';

/**
 * Gradients of pooling without the positions `MaxPool` can give, which GPUs lack. Windows that tile the input are
 * undone by nearest-neighbour upsampling; others by a transposed convolution, with one plane for each place in the
 * window. Overlapping maxima are taken along one axis after the other: k + k places instead of k². Elements that tie for
 * a maximum share its gradient equally, with overlapping windows those along the same axis.
 */

const spatial = (x: Value): number[] => x.type.shape.slice(2) as number[];

/** Windows lie side by side from the first element on; some elements behind the last may be left over. */
const tiles = ({ kernel, strides, dilations, begins, ends }: Window): boolean =>
  kernel.every(
    (length, i) => strides[i] === length && dilations[i] === 1 && begins[i] === 0 && ends[i] === 0,
  );

/** Spreads each element over its window of a tiled input, with zeros over what is left over. */
function spread(graph: GraphWriter, x: Value, window: Window, like: Value): Value {
  const large = upsample(graph, x, window.kernel);
  const covered = spatial(large);
  const ends = spatial(like).map((length, i) => length - covered[i]);
  return pad(
    graph,
    large,
    ends.map(() => 0),
    ends,
  );
}

export function averagePoolGradient(
  graph: GraphWriter,
  x: Value,
  dy: Value,
  window: Window,
  countPadding: boolean,
): Value {
  const a = new Arithmetic(graph);
  const size = elements(window.kernel);
  if (tiles(window)) return spread(graph, a.mul(dy, 1 / size), window, x);
  const padded = [...window.begins, ...window.ends].some((length) => length > 0);
  const share =
    padded && !countPadding ? windowShares(graph, spatial(x), spatial(dy), window) : 1 / size;
  return scatterWindows(graph, [a.mul(dy, share)], x, window, 'all');
}

/** For each window 1 / the number of elements in it that are not padding. */
function windowShares(
  graph: GraphWriter,
  lengths: readonly number[],
  outputs: readonly number[],
  window: Window,
): Value {
  const along = outputs.map((count, i) =>
    range(0, count).map((place) => {
      const start = place * window.strides[i] - window.begins[i];
      return Math.min(start + window.kernel[i], lengths[i]) - Math.max(start, 0);
    }),
  );
  const counts = along.reduce<number[]>(
    (totals, axis) => totals.flatMap((total) => axis.map((count) => total * count)),
    [1],
  );
  const shares = Float32Array.from(counts, (count) => 1 / count);
  const key = `shares${JSON.stringify([lengths, window])}`;
  return graph.constant(shares, [1, 1, ...outputs], key);
}

/** Whether a window is more than single elements along an axis. */
const slides = ({ kernel, strides, begins, ends }: Window, axis: number): boolean =>
  kernel[axis] > 1 || strides[axis] > 1 || begins[axis] + ends[axis] > 0;

/** The window along some axes alone. */
function alone(window: Window, along: (axis: number) => boolean): Window {
  const only = (lengths: readonly number[], otherwise: number): number[] =>
    lengths.map((length, axis) => (along(axis) ? length : otherwise));
  return {
    kernel: only(window.kernel, 1),
    strides: only(window.strides, 1),
    dilations: only(window.dilations, 1),
    begins: only(window.begins, 0),
    ends: only(window.ends, 0),
  };
}

/** ∂E/∂x of y = MaxPool(x), from x, y and ∂E/∂y. */
export const maxPoolGradient = composite(
  'MaxPoolGradient',
  signatures.MaxPool.attributes,
  ({ inputs }) => inputs[0]!,
  (graph, [x, y, dy], attributes) =>
    maximaGradient(graph, x, y, dy, windowOf('MaxPool', attributes, spatial(x))),
);

function maximaGradient(graph: GraphWriter, x: Value, y: Value, dy: Value, window: Window): Value {
  const a = new Arithmetic(graph);
  if (tiles(window)) {
    const mask = a.equal(x, spread(graph, y, window, x));
    const { kernel, strides } = window;
    const share = graph.averagePool(mask, { kernel_shape: kernel, strides });
    const ties = a.mul(share, elements(kernel));
    return a.mul(mask, spread(graph, a.div(dy, ties), window, x));
  }
  const last = window.kernel.findLastIndex((_, axis) => slides(window, axis));
  const others = alone(window, (axis) => axis !== last);
  if (window.kernel.some((_, axis) => slides(others, axis))) {
    const inner = alone(window, (axis) => axis === last);
    const between = graph.maxPool(x, windowToAttributes(inner));
    const passed = maximaGradient(graph, between, y, dy, others);
    return maximaGradient(graph, x, between, passed, inner);
  }
  // Padding never wins; the number is finite because it may meet a zero as a factor.
  const padded = pad(graph, x, window.begins, window.ends, -3.4e38);
  const masks = places(window).map((place) =>
    a.atLeast(slice(graph, padded, place, spatial(y), window.strides), y),
  );
  const share = a.div(
    dy,
    masks.reduce((sum, mask) => a.add(sum, mask)),
  );
  const parts = masks.map((mask) => a.mul(share, mask));
  if (window.strides.every((stride) => stride === 1)) return addShifted(graph, parts, x, window);
  return scatterWindows(graph, parts, x, window, 'each');
}

/** Offsets of the window's elements from its first one. */
const places = ({ kernel, dilations }: Window): number[][] =>
  kernel.reduce<number[][]>(
    (offsets, length, i) =>
      offsets.flatMap((offset) => range(0, length).map((k) => [...offset, k * dilations[i]])),
    [[]],
  );

/** With windows at every place, what each passes to the elements it covers: the parts moved there and added. */
function addShifted(graph: GraphWriter, parts: readonly Value[], x: Value, window: Window): Value {
  const a = new Arithmetic(graph);
  const lengths = spatial(x);
  const ends = lengths.map((length, i) => length + window.begins[i] + window.ends[i]);
  const outputs = spatial(parts[0]);
  const sum = places(window)
    .map((place, k) => {
      const behind = place.map((offset, i) => ends[i] - outputs[i] - offset);
      return pad(graph, parts[k], place, behind);
    })
    .reduce((total, part) => a.add(total, part));
  return slice(graph, sum, window.begins, lengths);
}

/**
 * Adds tensors of one number per window onto the elements the windows cover: one tensor for `all` elements of the
 * window, or one for `each` element in the order of `places`.
 */
function scatterWindows(
  graph: GraphWriter,
  parts: readonly Value[],
  x: Value,
  window: Window,
  onto: 'all' | 'each',
): Value {
  const size = elements(window.kernel);
  const outputs = spatial(parts[0]);
  const planes: Dimension = product(x.type.shape.slice(0, 2));
  const stacked = parts.map((part) => reshape(graph, part, [planes, 1, ...outputs]));
  const filters = Float32Array.from(range(0, parts.length * size), (i) =>
    onto === 'all' || i % size === Math.floor(i / size) ? 1 : 0,
  );
  const shape = [parts.length, 1, ...window.kernel];
  const result = graph.convTranspose(
    stacked.length === 1 ? stacked[0] : graph.concat(stacked, { axis: 1 }),
    graph.constant(filters, shape, `${onto}${shape.join(',')}`),
    { ...windowToAttributes(window), output_padding: unreached(spatial(x), outputs, window) },
  );
  return reshapeLike(graph, result, x);
}
