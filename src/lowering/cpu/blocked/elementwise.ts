import type { GraphNode, Value } from '../../../graph/graph';
import { numbersOf } from '../../../graph/attributes';
import { constantNumbers } from '../../../graph/constants';
import { reshape } from '../../../graph/layout';
import { product, sameShape } from '../../../graph/shapes';
import type { Layouts } from './layouts';

/** Operators that treat each element alone, or each map, whatever the layout. */

/** Writes an element-wise node whose inputs are blocked, at least one of them, or the same for all pixels of a map. */
export function elementwiseNode(layouts: Layouts, node: GraphNode): boolean {
  const { builder } = layouts;
  const y = node.outputs[0];
  const inputs = node.inputs.filter((input) => input !== undefined);
  if (!layouts.fits(y) || !inputs.some((input) => layouts.isBlocked(input))) return false;
  const kinds = node.inputs.map((input) => input && kindOf(input, y));
  if (kinds.includes('other')) return false;
  const spread = kinds.includes('map');
  const written = builder.apply(
    node.operator,
    node.inputs.map((input, i) => {
      if (!input) return undefined;
      if (kinds[i] === 'scalar') return layouts.plain(input);
      if (kinds[i] === 'map') return perMap(layouts, input);
      return spread ? pixels(layouts, input) : layouts.blocked(input);
    }),
    node.attributes,
  );
  layouts.setBlocked(y, spread ? reshape(builder, written, y.type.shape) : written);
  return true;
}

type Kind = 'scalar' | 'map' | 'full' | 'other';

function kindOf(x: Value, y: Value): Kind {
  const { shape } = x.type;
  if (sameShape(shape, y.type.shape)) return 'full';
  if (product(shape) === 1) return shape.length === 0 ? 'scalar' : 'other';
  const [samples, channels, ...others] = [...Array<number>(4 - shape.length).fill(1), ...shape];
  const fits =
    shape.length >= 3 &&
    (samples === 1 || samples === y.type.shape[0]) &&
    channels === y.type.shape[1] &&
    others.every((length) => length === 1);
  return fits ? 'map' : 'other';
}

/** [N, C/b, H·W, b]: a blocked tensor in which one number for each map can be broadcast. */
function pixels(layouts: Layouts, x: Value): Value {
  const [samples, channels, height, width] = x.type.shape as number[];
  const { block } = layouts;
  const shape = [samples, channels / block, height * width, block];
  return reshape(layouts.builder, layouts.blocked(x), shape);
}

/** [N, C/b, 1, b] of [N, C, 1, 1] or [C, 1, 1]. */
function perMap(layouts: Layouts, x: Value): Value {
  const [channels] = x.type.shape.slice(-3) as number[];
  const samples = x.type.shape.length === 4 ? (x.type.shape[0] as number) : 1;
  const { block } = layouts;
  return reshape(layouts.builder, layouts.plain(x), [samples, channels / block, 1, block]);
}

/** Sums and means over the pixels of each map, and over all samples: the result is plain. */
export function reduction(layouts: Layouts, node: GraphNode): boolean {
  const { builder, block } = layouts;
  const { operator, inputs, outputs, attributes } = node;
  const x = inputs[0]!;
  const mean = operator.name === 'ReduceMean';
  const axes = (mean ? numbersOf(attributes, 'axes') : constantNumbers(inputs[1]))?.toSorted();
  if (!layouts.isBlocked(x) || (axes?.join() !== '0,2,3' && axes?.join() !== '2,3')) return false;
  const [samples, channels, height, width] = x.type.shape as number[];
  const along = (value: Value, axis: number): Value =>
    mean
      ? builder.reduceMean(value, { axes: [axis], keepdims: 0 })
      : builder.reduceSum(value, { axes: [axis], keepdims: 0 });
  const planes = [(samples * channels) / block, height * width, block];
  // One axis at a time, since reductions over axes apart from each other are slow.
  const maps = along(reshape(builder, layouts.blocked(x), planes), 1);
  const rows = reshape(builder, maps, [samples, channels]);
  const result = axes.length === 2 ? rows : along(rows, 0);
  layouts.setPlain(outputs[0], reshape(builder, result, outputs[0].type.shape));
  return true;
}

/** The norm of a whole tensor, which is the same in any order of its elements. */
export function norm(layouts: Layouts, { inputs, outputs, attributes }: GraphNode): boolean {
  const { builder } = layouts;
  const x = inputs[0]!;
  const axes = numbersOf(attributes, 'axes') ?? [];
  if (!layouts.isBlocked(x) || new Set(axes).size !== x.type.shape.length) return false;
  const elements = reshape(builder, layouts.blocked(x), [product(x.type.shape)]);
  const result = builder.reduceL2(elements, { axes: [0], keepdims: 0 });
  layouts.setPlain(outputs[0], reshape(builder, result, outputs[0].type.shape));
  return true;
}
