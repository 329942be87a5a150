import { numberOf, textOf } from '../../graph/attributes';
import { constantDimensions } from '../../graph/constants';
import { elementType } from '../../graph/dataTypes';
import type { TensorData, Value } from '../../graph/graph';
import { gatherND } from '../../graph/positions';
import { isStatic, product, range } from '../../graph/shapes';
import { formatShape } from '../../text/numbers';
import { ModelError } from '../modelError';
import {
  constantAt,
  conversion,
  required,
  same,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Elements by their places: counting, picking, putting in, repeating. */

/** A file is not to make more of a few bytes. */
const mostElements = 2 ** 22;

function counted(node: ImportedNode): Value {
  const [start, limit, delta] = [0, 1, 2].map((index) => {
    const { data } = required(node, index);
    if (data?.length === 1) return data;
    throw unsupported('Range', `bounds (input ${index}) that are not constant`);
  });
  const [from, to, step] = [start, limit, delta].map((data) => Number(data[0]));
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (!(count <= mostElements)) throw unsupported('Range', `${count} elements`);
  const numbers = range(0, count).map((i) => from + i * step);
  return node.graph.constant(likeType(start, numbers), [count]);
}

function likeType(data: TensorData, numbers: readonly number[]): TensorData {
  if (data instanceof Float32Array) return Float32Array.from(numbers);
  if (data instanceof Int32Array) return Int32Array.from(numbers);
  if (data instanceof BigInt64Array) return BigInt64Array.from(numbers, BigInt);
  throw unsupported('Range', 'counting in bytes');
}

const mostRepeats = 1024;

/** Repeats a whole tensor along its axes. */
function tiled(node: ImportedNode): Value {
  const { graph } = node;
  const x = required(node, 0);
  const { shape } = x.type;
  // Along axes of length 1 repeating is expanding, also to a length that is only named.
  const times = constantDimensions(node.inputs[1]);
  if (times?.length === shape.length && shape.every((length, i) => [length, times[i]].includes(1)))
    return graph.expand(x, required(node, 1));
  const repeats = constantAt(node, 1, 'repeats')!;
  if (repeats.length !== shape.length) {
    const text = `Tile: ${repeats.length} repeats for a tensor of rank ${shape.length}`;
    throw new ModelError('invalidGraph', text);
  }
  return shape.reduce<Value>((tensor, _, axis) => {
    const count = repeats[axis];
    if (count === 1) return tensor;
    if (!(count > 0 && count <= mostRepeats)) throw unsupported('Tile', `${count} repeats`);
    return graph.concat(Array<Value>(count).fill(tensor), { axis });
  }, x);
}

/** What is above or below a diagonal of the last two axes becomes 0. */
function triangle(node: ImportedNode): Value {
  const { graph } = node;
  const x = required(node, 0);
  const { shape, dataType } = x.type;
  const size = shape.slice(-2);
  const elements = Number(product(size));
  if (size.length < 2 || !isStatic(size) || !(elements <= mostElements))
    throw unsupported('Trilu', `a matrix of ${formatShape(size)}`);
  const [diagonal] = constantAt(node, 1, 'the diagonal') ?? [0];
  const isUpper = numberOf(node.attributes, 'upper', 1) !== 0;
  const [, columns] = size;
  const kept = Uint8Array.from({ length: elements }, (_, i) => {
    const behind = (i % columns) - Math.floor(i / columns) - diagonal;
    return Number(isUpper ? behind >= 0 : behind <= 0);
  });
  const mask = graph.cast(graph.constant(kept, size), { to: elementType.bool });
  if (dataType === 'bool') return graph.and(x, mask);
  const zero = graph.cast(graph.scalar(0), { to: elementType[dataType] });
  return graph.where(mask, x, dataType === 'float32' ? 0 : zero);
}

export const positionConversions: readonly Conversion[] = [
  conversion('Range', [11], ['stash_type'], counted),
  conversion('GatherND', [11], ['batch_dims'], (node) => {
    const batchAxes = numberOf(node.attributes, 'batch_dims', 0);
    return gatherND(node.graph, required(node, 0), required(node, 1), batchAxes);
  }),
  conversion('ScatterND', [11], ['reduction'], (node) => {
    const reduction = textOf(node.attributes, 'reduction', 'none');
    if (!['none', 'add', 'mul'].includes(reduction))
      throw unsupported('ScatterND', `the reduction '${reduction}'`);
    return same(node, node.inputs, reduction === 'none' ? {} : { reduction });
  }),
  conversion('Tile', [7], [], tiled),
  conversion('Trilu', [14], ['upper'], triangle),
];
