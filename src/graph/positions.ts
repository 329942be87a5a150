import type { Value } from './graph';
import { GraphError } from './graphError';
import type { GraphWriter } from './operator';
import { reshape } from './layout';
import { isStatic, product, range, type Shape } from './shapes';
import { formatShape } from '../text/numbers';

/** Picking parts of a tensor by positions on several of its first axes. */

/**
 * ONNX's `GatherND`: for each row of the indices [batch…, places…, k] the part of the data [batch…, d₁…dₖ, rest…] that it
 * names, as [batch…, places…, rest…]. Throws `GraphError` when a length that positions are counted with is not known.
 */
export function gatherND(graph: GraphWriter, data: Value, indices: Value, batchAxes = 0): Value {
  const { shape } = data.type;
  const depth = indices.type.shape.at(-1);
  if (typeof depth !== 'number' || depth < 1 || batchAxes + depth > shape.length)
    throw misfit(shape, indices.type.shape);
  const counted = shape.slice(0, batchAxes + depth);
  const flat = flatIndices(graph, data, indices, counted, batchAxes);
  const rest = shape.slice(counted.length);
  return graph.gather(reshape(graph, data, [product(counted), ...rest]), flat, { axis: 0 });
}

/** More are not written down as a constant. */
const mostPlaces = 2 ** 22;

/** The rows of indices as single numbers: positions in the counted axes taken as one. */
function flatIndices(
  graph: GraphWriter,
  data: Value,
  indices: Value,
  counted: Shape,
  batchAxes: number,
): Value {
  const others = counted.slice(1);
  if (!isStatic(others) || (batchAxes > 0 && !(Number(product(counted)) <= mostPlaces))) {
    const text = `of ${formatShape(data.type.shape)} the axes it counts along must be known`;
    throw new GraphError('GatherND', text);
  }
  const strides = others.map((_, i) => Number(product(others.slice(i)))).concat(1);
  const own = counted.slice(batchAxes);
  const bounds = isStatic(own)
    ? graph.ints(own)
    : graph.slice(graph.shape(data), [batchAxes], [counted.length]);
  const zero = graph.constant(BigInt64Array.of(0n), []);
  const positive = graph.where(graph.less(indices, zero), graph.add(indices, bounds), indices);
  const parts = graph.mul(positive, graph.ints(strides.slice(batchAxes)));
  const flat = graph.reduceSum(parts, { axes: [-1], keepdims: 0 });
  const rank = indices.type.shape.length - 1;
  return range(0, batchAxes).reduce((sum, axis) => {
    const offsets = range(0, counted[axis] as number).map((i) => BigInt(i * strides[axis]));
    const along = range(0, rank).map((other) => (other === axis ? offsets.length : 1));
    return graph.add(sum, graph.constant(BigInt64Array.from(offsets), along));
  }, flat);
}

const misfit = (data: Shape, indices: Shape): GraphError =>
  new GraphError('GatherND', `indices ${formatShape(indices)} do not fit ${formatShape(data)}`);
