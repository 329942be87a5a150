import { numberOf, numbersOf } from '../graph/attributes';
import { GraphBuilder } from '../graph/builder';
import type { Dimension, Value } from '../graph/graph';
import { reshape } from '../graph/layout';
import { isStatic, product, range } from '../graph/shapes';
import { int64Constant, type ImportedNode } from './conversions/conversion';
import {
  combined,
  elementwise,
  joined,
  type LengthTensor,
  listOf,
  numbersIn,
  reshaped,
  sliced,
  transposed,
} from './lengthTensor';
import {
  countingPlaces,
  inOrder,
  type Places,
  productOf,
  storedPlaces,
  sumOf,
  unsqueezed,
} from './places';
import { elements } from '../shape/elements';

/** Longer tensors are data, not lengths. */
const most = 1024;
/** Bounds from here on mean the end of an axis, however long it is. */
const endless = 2 ** 62;

/**
 * Follows the lengths that models compute from shapes, so that shape rules know them: numbers become constants, and a
 * computed shape with the name of a length (the batch) becomes a constant one with 0 or -1 in its place.
 */
export class Lengths {
  private readonly known = new WeakMap<Value, LengthTensor>();
  /** Where a named length was read: values with it on their first axis. */
  private readonly sources = new Map<string, Value>();
  private readonly places = new WeakMap<Value, Places>();

  /** The node's output as a constant if it holds known lengths alone; else what `add` gives. */
  through(node: ImportedNode, add: (node: ImportedNode) => readonly Value[]): readonly Value[] {
    const lengths = this.compute(node);
    const numbers = numbersIn(lengths);
    if (numbers) {
      // The type alone is wanted.
      const [{ type }] = add({ ...node, graph: new GraphBuilder() });
      if (type.dataType === 'int64' && numbers.length === product(type.shape)) {
        return [int64Constant(node.graph, numbers, type.shape as readonly number[])];
      }
    }
    const simpler = this.counted(node) ?? this.pickedInOrder(node);
    if (simpler) return [simpler];
    const outputs = add({ ...node, inputs: this.constantShapes(node) });
    if (lengths) this.known.set(outputs[0], lengths);
    const places = this.placesOf(node);
    if (places) this.places.set(outputs[0], places);
    return outputs;
  }

  /** `Range` from 0 up to a named length. */
  private counted({ graph, operator, inputs }: ImportedNode): Value | undefined {
    if (operator !== 'Range') return undefined;
    const [start, limit, delta] = inputs.map((input) => this.of(input)?.values[0]);
    if (start !== 0 || delta !== 1 || typeof limit !== 'string') return undefined;
    const shape = this.rows(graph, [limit]);
    if (!shape || inputs[1]?.type.dataType !== 'int64') return undefined;
    const [zero, one] = [0n, 1n].map((value) => graph.constant(BigInt64Array.of(value), []));
    const numbers = graph.cumSum(graph.expand(one, shape), zero, { exclusive: 1 });
    this.places.set(numbers, countingPlaces(limit));
    return numbers;
  }

  /** `Gather` of all elements in their order: these in another shape, as tensors with strides are exported. */
  private pickedInOrder({ graph, operator, inputs }: ImportedNode): Value | undefined {
    const [x, indices] = inputs;
    if (operator !== 'Gather' || !x || !indices || x.type.shape.length !== 1) return undefined;
    const { shape } = indices.type;
    if (shape.length < 2 || product(shape) !== x.type.shape[0]) return undefined;
    const places = this.places.get(indices) ?? storedPlaces(indices);
    return places && inOrder(places) ? reshape(graph, x, shape) : undefined;
  }

  private placesOf({ operator, inputs, attributes }: ImportedNode): Places | undefined {
    const given = inputs.map((input) => input && this.places.get(input));
    const [first] = given;
    if (!first && !given[1]) return undefined;
    const [a, b] = inputs.map((input, i) => given[i] ?? (input && storedPlaces(input)));
    switch (operator) {
      case 'Add':
        return a && b && sumOf(a, b);
      case 'Mul':
        return a && b && productOf(a, b);
      case 'Unsqueeze': {
        const axes = numbersIn(this.of(inputs[1])) ?? numbersOf(attributes, 'axes');
        return first && axes && unsqueezed(first, axes);
      }
      default:
        return undefined;
    }
  }

  /** The computed or stored lengths a value holds. */
  of(value: Value | undefined): LengthTensor | undefined {
    if (!value) return undefined;
    const known = this.known.get(value);
    if (known || !(value.data instanceof BigInt64Array) || value.data.length > most) return known;
    const values = Array.from(value.data, Number);
    const shape = value.type.shape as readonly number[];
    return values.every((length) => Number.isSafeInteger(length) || Math.abs(length) >= endless)
      ? { shape, values }
      : undefined;
  }

  private compute(node: ImportedNode): LengthTensor | undefined {
    const { operator, inputs, attributes, outputs } = node;
    if (outputs > 1 || !inputs[0]) return undefined;
    const { shape } = inputs[0].type;
    if (operator === 'Shape') {
      if (typeof shape[0] === 'string') this.sources.set(shape[0], inputs[0]);
      const start = attributes['start'] as number | undefined;
      return listOf(shape.slice(start, attributes['end'] as number | undefined));
    }
    if (operator === 'Size') return { shape: [], values: [product(shape)] };
    const given = inputs.map((input) => this.of(input));
    if (given.some((lengths, i) => !lengths && inputs[i])) return undefined;
    const [first, second] = given as LengthTensor[];
    if (operator in elementwise) {
      return combined(given as LengthTensor[], elementwise[operator]);
    }
    switch (operator) {
      case 'Identity':
      case 'Cast':
        return first;
      case 'Squeeze':
      case 'Unsqueeze':
        return first.shape.length > 1 ? undefined : listOf(first.values);
      case 'Concat': {
        const isFirst = [0, -shape.length].includes(numberOf(attributes, 'axis', 0));
        return isFirst ? joined(given as LengthTensor[]) : undefined;
      }
      case 'Gather':
        return first.shape.length === 1 ? gathered(first, second) : undefined;
      case 'Slice':
        return slicedBy(first, node, given);
      case 'Transpose': {
        const perm = numbersOf(attributes, 'perm') ?? range(0, first.shape.length).reverse();
        return transposed(first, perm);
      }
      case 'Reshape': {
        const to = numbersIn(second);
        return to && numberOf(attributes, 'allowzero', 0) === 0 ? reshaped(first, to) : undefined;
      }
      case 'ConstantOfShape': {
        const value = attributes['value'];
        const lengths = numbersIn(first);
        if (!(value instanceof BigInt64Array) || !lengths) return undefined;
        const count = elements(lengths);
        if (count > most) return undefined;
        return { shape: lengths, values: Array<number>(count).fill(Number(value[0])) };
      }
      default:
        return undefined;
    }
  }

  /** The inputs with a computed shape replaced by a constant that means the same. */
  private constantShapes({
    graph,
    operator,
    inputs,
    attributes,
  }: ImportedNode): ImportedNode['inputs'] {
    const [x, shape] = inputs;
    if (!x) return inputs;
    if (operator === 'ConstantOfShape') {
      const lengths = this.known.get(x)?.values;
      const rows = lengths && !isStatic(lengths) && this.rows(graph, lengths);
      return rows ? [rows] : inputs;
    }
    if (operator === 'Resize') return this.scaled(graph, x, inputs);
    const lengths = shape && this.known.get(shape)?.values;
    if (!lengths || shape.producer?.operator.name === 'Shape') return inputs;
    if (operator === 'Reshape' && numberOf(attributes, 'allowzero', 0) === 0) {
      const kept = lengths.map((length, axis) =>
        typeof length === 'string' && length === x.type.shape[axis] ? 0 : length,
      );
      const named = kept.filter((length) => typeof length === 'string').length;
      if (named + kept.filter((length) => length === -1).length > 1) return inputs;
      return [x, graph.ints(kept.map((length) => (typeof length === 'string' ? -1 : length)))];
    }
    if (operator === 'Expand' || operator === 'Tile') {
      const behind = x.type.shape.length - lengths.length;
      const free = lengths.map((length, axis) =>
        length === x.type.shape[axis + behind] ? 1 : length,
      );
      const wanted = isStatic(free) ? graph.ints(free) : this.rows(graph, free);
      return wanted ? [x, wanted] : inputs;
    }
    return inputs;
  }

  /**
   * A shape with one named length, such as a token or the state of a recurrent layer for each sample: that of a value made of
   * where the length was read.
   */
  private rows(graph: GraphBuilder, lengths: readonly Dimension[]): Value | undefined {
    const axis = lengths.findIndex((length) => typeof length === 'string');
    const source = this.sources.get(String(lengths[axis]));
    const others = lengths.map((length, i) => (i === axis ? 1 : length));
    if (!source || !isStatic(others)) return undefined;
    const axes = range(1, source.type.shape.length);
    const [starts, ends] = [0, 1].map((bound) => graph.ints(axes.map(() => bound)));
    const column = graph.slice(source, starts, ends, { axes });
    const aligned = graph.reshape(
      column,
      others.map((_, i) => (i === axis ? -1 : 1)),
    );
    return graph.shape(graph.expand(aligned, others));
  }

  /** Sizes to resize to as scales, which let samples and channels be any number. */
  private scaled(
    graph: GraphBuilder,
    x: Value,
    inputs: ImportedNode['inputs'],
  ): ImportedNode['inputs'] {
    const sizes = this.of(inputs[3])?.values;
    if (sizes?.length !== x.type.shape.length) return inputs;
    const scales = x.type.shape.map((length, axis) => scaleOf(length, sizes[axis]));
    if (scales.includes(undefined)) return inputs;
    const constant = graph.constant(Float32Array.from(scales as number[]), [scales.length]);
    return [x, inputs[1], constant];
  }
}

/** The float32 number by which a length becomes another, rounded down. */
function scaleOf(from: string | number, to: string | number): number | undefined {
  if (from === to) return 1;
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  const bits = Float32Array.of(to / from);
  while (Math.floor(from * bits[0]) < to) new Uint32Array(bits.buffer)[0]++;
  return bits[0];
}

function gathered({ values }: LengthTensor, indices: LengthTensor): LengthTensor | undefined {
  const places = numbersIn(indices);
  return places && { shape: indices.shape, values: places.map((place) => values.at(place)!) };
}

/** `Slice` with bounds as inputs, or as attributes before opset 10. */
function slicedBy(
  x: LengthTensor,
  { attributes }: ImportedNode,
  [, ...given]: readonly (LengthTensor | undefined)[],
): LengthTensor | undefined {
  const [starts, ends, axes, steps] = ['starts', 'ends', 'axes', 'steps'].map(
    (name, i) => numbersIn(given[i]) ?? numbersOf(attributes, name),
  );
  if (!starts || !ends) return undefined;
  return starts.reduce((part, start, i) => {
    const axis = axes?.[i] ?? i;
    return sliced(part, {
      axis: axis < 0 ? axis + x.shape.length : axis,
      start,
      end: ends[i],
      step: steps?.[i] ?? 1,
    });
  }, x);
}
