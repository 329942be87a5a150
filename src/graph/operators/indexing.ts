import type { Dimension, Value } from '../graph';
import type { GradientContext, GraphWriter, InferenceContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { numberOf } from '../attributes';
import { constantNumbers } from '../constants';
import { GraphError } from '../graphError';
import { pad, reshape, reshapeLike, sliceAxis, transpose } from '../layout';
import { normalizeAxis, product, range, type Shape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { constantInput, define, inputType } from './define';
import { rowSums } from './rowSums';

/** Picking elements by position. */

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** The ranges a `Slice` takes: bounds counted from the end when negative, clamped to the axis. */
function sliceRanges(
  shape: Shape,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = range(0, starts.length),
  steps: readonly number[] = starts.map(() => 1),
): Range[] {
  return axes.flatMap((given, i) => {
    const axis = normalizeAxis('Slice', given, shape.length);
    const length = shape[axis];
    const step = steps[i];
    if (typeof length === 'string') {
      if (starts[i] === 0 && step === 1 && ends[i] > Number.MAX_SAFE_INTEGER / 2) return [];
      throw new GraphError('Slice', `axis ${axis} of ${formatShape(shape)} must be known`);
    }
    const clamp = (bound: number): number => {
      const from = bound < 0 ? bound + length : bound;
      return step > 0
        ? Math.min(Math.max(from, 0), length)
        : Math.min(Math.max(from, -1), length - 1);
    };
    const start = clamp(starts[i]);
    return [{ axis, start, step, length: Math.max(0, Math.ceil((clamp(ends[i]) - start) / step)) }];
  });
}

function inferredRanges(context: InferenceContext, shape: Shape): Range[] {
  const optional = (index: number, what: string): readonly number[] | undefined =>
    context.inputs[index] && constantInput('Slice', context, index, what);
  return sliceRanges(
    shape,
    constantInput('Slice', context, 1, 'starts'),
    constantInput('Slice', context, 2, 'ends'),
    optional(3, 'axes'),
    optional(4, 'steps'),
  );
}

/** Puts the elements of a range back onto an axis of `length` zeros: the adjoint of taking them. */
function scatterRange(graph: GraphWriter, dy: Value, part: Range, length: number): Value {
  const { axis, start, step } = part;
  const { shape } = dy.type;
  const others = range(0, shape.length).map(() => 0);
  const at = (value: number): number[] => others.map((_, i) => (i === axis ? value : 0));
  let x = dy;
  let first = start;
  if (step < 0) {
    first = start + (part.length - 1) * step;
    x = graph.slice(x, [-1], [-part.length - 1], { axes: [axis], steps: [-1] });
  }
  const stride = Math.abs(step);
  let covered = part.length;
  if (stride > 1) {
    // Each element becomes a row of `stride` elements whose others are zero.
    const rows = reshape(graph, x, shape.toSpliced(axis + 1, 0, 1));
    const ends = at(0).toSpliced(axis + 1, 0, stride - 1);
    const spread = pad(
      graph,
      rows,
      ends.map(() => 0),
      ends,
    );
    x = reshape(graph, spread, shape.toSpliced(axis, 1, part.length * stride));
    covered = Math.min(part.length * stride, length - first);
    x = sliceAxis(graph, x, axis, 0, covered);
  }
  return pad(graph, x, at(first), at(length - first - covered));
}

const slice = define('Slice', 10, {
  infer: (context) => {
    const { dataType, shape } = inputType('Slice', context, 0);
    const result: Dimension[] = [...shape];
    for (const { axis, length } of inferredRanges(context, shape)) result[axis] = length;
    return [{ dataType, shape: result }];
  },
  gradient: ({ graph, inputs, gradients }: GradientContext) => {
    const { shape } = inputs[0].type;
    const [starts, ends, axes, steps] = range(1, 5).map((i) => constantNumbers(inputs[i]));
    return [
      sliceRanges(shape, starts!, ends!, axes, steps).reduce(
        (dx, part) => scatterRange(graph, dx, part, shape[part.axis] as number),
        gradients[0]!,
      ),
    ];
  },
});

const gather = define('Gather', 1, {
  infer: (context) => {
    const { dataType, shape } = inputType('Gather', context, 0);
    const indices = inputType('Gather', context, 1, 'int64', 'int32');
    const axis = normalizeAxis('Gather', numberOf(context.attributes, 'axis', 0), shape.length);
    return [{ dataType, shape: shape.toSpliced(axis, 1, ...indices.shape) }];
  },
  gradient: ({ graph, inputs, gradients, attributes }: GradientContext) => {
    const [data, indices] = inputs as [Value, Value];
    const { shape } = data.type;
    const axis = normalizeAxis('Gather', numberOf(attributes, 'axis', 0), shape.length);
    const length = shape[axis];
    if (typeof length === 'string') {
      throw new GraphError('Gather', `axis ${axis} of ${formatShape(shape)} must be known`);
    }
    const [only, ...more] = constantNumbers(indices) ?? [];
    if (only !== undefined && more.length === 0) {
      const dy = reshape(graph, gradients[0]!, shape.with(axis, 1));
      const start = only < 0 ? only + length : only;
      return [scatterRange(graph, dy, { axis, start, step: 1, length: 1 }, length)];
    }
    return [gatherAdjoint(graph, gradients[0]!, data, indices, axis, length)];
  },
});

/** ∂E/∂data: the rows of dY added up by their indices. */
function gatherAdjoint(
  graph: GraphWriter,
  dy: Value,
  data: Value,
  indices: Value,
  axis: number,
  length: number,
): Value {
  const a = new Arithmetic(graph);
  const { shape } = data.type;
  const rank = indices.type.shape.length;
  const total = dy.type.shape.length;
  const count = product(indices.type.shape);
  const rest = shape.toSpliced(axis, 1);
  const front = [...range(axis, axis + rank), ...range(0, axis), ...range(axis + rank, total)];
  const rows = reshape(graph, transpose(graph, dy, front), [count, product(rest)]);
  // Indices are compared as float32, exact up to 2²⁴: GPUs have no 64-bit integers.
  const index = reshape(graph, a.mask(indices), [count, 1]);
  const positive = a.add(index, a.mul(a.mask(graph.less(index, 0)), length));
  const sums = graph.apply(rowSums, [positive, rows], { length });
  const back = [...range(1, axis + 1), 0, ...range(axis + 1, shape.length)];
  const unflat = reshape(graph, sums, [length, ...rest]);
  return reshapeLike(graph, transpose(graph, unflat, back), data);
}

export const indexingOperators: readonly Operator[] = [slice, gather];
