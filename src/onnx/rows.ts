import type { GraphBuilder } from '../graph/builder';
import { numberOf } from '../graph/attributes';
import type { TensorData, Value } from '../graph/graph';
import { normalizeAxis, product, range } from '../graph/shapes';

/** What has an equal row for each sample: a token, positions. */

/** One of the rows along an axis, as a tensor with a length of 1 there; undefined where they may differ. */
export function oneRow(graph: GraphBuilder, value: Value, axis: number): Value | undefined {
  if (value.type.shape[axis] === 1) return value;
  if (value.data) return constantRow(graph, value, axis);
  const { operator, inputs, attributes } = value.producer ?? {};
  const [x, second] = inputs ?? [];
  if (!operator || !x) return undefined;
  const { shape } = value.type;
  if (operator.name === 'Expand') {
    const own = axis - shape.length + x.type.shape.length;
    if (own >= 0 && x.type.shape[own] !== 1) return undefined;
    return graph.expand(x, shape.with(axis, 1).map(Number));
  }
  if (operator.name === 'Gather') {
    const along = normalizeAxis('Gather', numberOf(attributes!, 'axis', 0), x.type.shape.length);
    const own = axis - along;
    if (own < 0 || own >= second!.type.shape.length) return undefined;
    const row = oneRow(graph, second!, own);
    return row && graph.gather(x, row, { axis: along });
  }
  if (!operator.elementwise) return undefined;
  const rows = inputs!.map((input) => {
    const own = input ? axis - shape.length + input.type.shape.length : -1;
    return input && own >= 0 ? oneRow(graph, input, own) : input;
  });
  const lost = rows.some((row, i) => inputs![i] && !row);
  return lost ? undefined : graph.apply(operator, rows, attributes);
}

function constantRow(graph: GraphBuilder, { data, type }: Value, axis: number): Value | undefined {
  const shape = type.shape as readonly number[];
  const inner = Number(product(shape.slice(axis + 1)));
  const whole = inner * shape[axis];
  const numbers = data as ArrayLike<number | bigint>;
  const row = (i: number): number => i - (i % whole) + (i % inner);
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== numbers[row(i)]) return undefined;
  const kept = (_: unknown, i: number): boolean => i % whole < inner;
  const part = (data as Float32Array).filter(kept) as TensorData;
  return graph.constant(part, shape.with(axis, 1));
}

/** A row repeated along an axis as often as another tensor is long there. */
export function likeRows(graph: GraphBuilder, row: Value, like: Value, axis: number): Value {
  const others = range(0, like.type.shape.length).filter((other) => other !== axis);
  const [starts, ends] = [0, 1].map((bound) => graph.ints(others.map(() => bound)));
  const column = others.length > 0 ? graph.slice(like, starts, ends, { axes: others }) : like;
  const lengths = row.type.shape.with(axis, 1).map(Number);
  return graph.expand(row, graph.shape(graph.expand(column, lengths)));
}
