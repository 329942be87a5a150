import { numberOf } from '../graph/attributes';
import { GraphBuilder } from '../graph/builder';
import { constantNumbers } from '../graph/constants';
import type { Dimension, Value } from '../graph/graph';
import { product, type Shape } from '../graph/shapes';
import { int64Constant, type ForeignNode } from './conversions/conversion';

/**
 * Follows the lengths that models compute from shapes, so that shape rules know them: numbers become constants, and a
 * computed shape with the name of a length (the batch) becomes a constant one with 0 or -1 in its place.
 */
export class Lengths {
  private readonly known = new WeakMap<Value, Shape>();

  /** The node's output as a constant if it is a list of known lengths; else what `add` gives. */
  through(node: ForeignNode, add: (node: ForeignNode) => readonly Value[]): readonly Value[] {
    const lengths = this.compute(node);
    if (lengths?.every((length) => typeof length === 'number')) {
      // The type alone is wanted.
      const [{ type }] = add({ ...node, graph: new GraphBuilder() });
      if (type.dataType === 'int64' && lengths.length === product(type.shape)) {
        return [int64Constant(node.graph, lengths, type.shape as readonly number[])];
      }
    }
    const outputs = add({ ...node, inputs: this.constantShapes(node) });
    if (lengths) this.known.set(outputs[0], lengths);
    return outputs;
  }

  private of(value: Value | undefined): Shape | undefined {
    if (!value) return undefined;
    const known = this.known.get(value);
    if (known) return known;
    return value.type.dataType === 'int64' ? constantNumbers(value) : undefined;
  }

  private compute({ operator, inputs, attributes, outputs }: ForeignNode): Shape | undefined {
    if (outputs > 1 || !inputs[0]) return undefined;
    const { shape } = inputs[0].type;
    if (operator === 'Shape') {
      return shape.slice(attributes['start'] as number, attributes['end'] as number | undefined);
    }
    if (operator === 'Size') return [product(shape)];
    const lists = inputs.map((input) => this.of(input));
    if (shape.length > 1 || lists.includes(undefined)) return undefined;
    const [first, second = [], ...others] = lists as Shape[];
    switch (operator) {
      case 'Identity':
      case 'Cast':
      case 'Squeeze':
      case 'Unsqueeze':
        return first;
      case 'Concat':
        return (lists as Shape[]).flat();
      case 'Gather':
        return numbers(second)?.map((index) => first.at(index)!);
      case 'Slice':
        return sliced(first, second, others);
      case 'ConstantOfShape': {
        const value = attributes['value'];
        const [length] = numbers(first) ?? [];
        if (!(value instanceof BigInt64Array) || length === undefined) return undefined;
        return Array<number>(length).fill(Number(value[0]));
      }
      case 'Add':
      case 'Sub':
      case 'Mul':
      case 'Div':
        return calculated(operator, first, second);
      case 'Neg':
        return numbers(first)?.map((length) => -length);
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
  }: ForeignNode): ForeignNode['inputs'] {
    const [x, shape] = inputs;
    const lengths = shape && this.known.get(shape);
    if (!x || !lengths || shape.producer?.operator.name === 'Shape') return inputs;
    if (operator === 'Reshape' && numberOf(attributes, 'allowzero', 0) === 0) {
      const kept = lengths.map((length, axis) =>
        typeof length === 'string' && length === x.type.shape[axis] ? 0 : length,
      );
      const named = kept.filter((length) => typeof length === 'string').length;
      if (named + kept.filter((length) => length === -1).length > 1) return inputs;
      return [x, graph.ints(kept.map((length) => (typeof length === 'string' ? -1 : length)))];
    }
    if (operator === 'Expand') {
      const behind = x.type.shape.length - lengths.length;
      const free = lengths.map((length, axis) =>
        length === x.type.shape[axis + behind] ? 1 : length,
      );
      const all = numbers(free);
      return all ? [x, graph.ints(all)] : inputs;
    }
    return inputs;
  }
}

const numbers = (lengths: Shape): readonly number[] | undefined =>
  lengths.every((length) => typeof length === 'number') ? lengths : undefined;

function sliced(list: Shape, from: Shape, [to, axes, steps]: readonly Shape[]): Shape | undefined {
  const bounds = numbers([...from, ...(to ?? [])]);
  const plain = !axes || axes[0] === 0 || axes[0] === -1;
  if (bounds?.length !== 2 || !plain || (steps && steps[0] !== 1)) return undefined;
  return list.slice(bounds[0], bounds[1]);
}

/** Element by element, one number going with all. */
function calculated(
  operator: 'Add' | 'Sub' | 'Mul' | 'Div',
  a: Shape,
  b: Shape,
): Shape | undefined {
  const count = Math.max(a.length, b.length);
  if ([a, b].some(({ length }) => length !== 1 && length !== count)) return undefined;
  const results: Dimension[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = [a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]];
    if (typeof x === 'number' && typeof y === 'number') results.push(arithmetic[operator](x, y));
    else if (operator === 'Mul') results.push(product([x, y]));
    else return undefined;
  }
  return results;
}

const arithmetic = {
  Add: (x: number, y: number) => x + y,
  Sub: (x: number, y: number) => x - y,
  Mul: (x: number, y: number) => x * y,
  Div: (x: number, y: number) => Math.trunc(x / y),
};
