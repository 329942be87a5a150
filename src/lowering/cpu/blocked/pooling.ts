import type { Attributes, GraphNode, Value } from '../../../graph/graph';
import type { Operator } from '../../../graph/operator';
import { numberOf, textOf } from '../../../graph/attributes';
import { constantNumbers } from '../../../graph/constants';
import { reshape } from '../../../graph/layout';
import type { Layouts } from './layouts';
import {
  blockedAveragePool,
  blockedGlobalAveragePool,
  blockedMaxPool,
  blockedUpsample,
} from './operators';

/** Operators on whole maps, written for blocked inputs that are there already. */

const counterparts: Readonly<Record<string, Operator>> = {
  MaxPool: blockedMaxPool,
  AveragePool: blockedAveragePool,
  GlobalAveragePool: blockedGlobalAveragePool,
};

export const isPool = ({ operator }: GraphNode): boolean => operator.name in counterparts;

export function pool(layouts: Layouts, node: GraphNode): boolean {
  const x = node.inputs[0]!;
  if (!layouts.isBlocked(x) || node.outputs.length !== 1) return false;
  const operator = counterparts[node.operator.name];
  const written = layouts.builder.apply(operator, [layouts.blocked(x)], node.attributes);
  layouts.setBlocked(node.outputs[0], written);
  return true;
}

/** `Resize` that repeats each pixel a whole number of times. */
export function upsampling(layouts: Layouts, node: GraphNode): boolean {
  const x = node.inputs[0]!;
  const scales = constantNumbers(node.inputs[2]);
  if (!layouts.isBlocked(x) || !scales || node.inputs[3] || !repeats(node.attributes)) return false;
  if (scales[0] !== 1 || scales[1] !== 1 || !scales.every(Number.isInteger)) return false;
  const written = layouts.builder.apply(blockedUpsample, [layouts.blocked(x)], {
    scales,
    mode: 'nearest',
  });
  layouts.setBlocked(node.outputs[0], written);
  return true;
}

const repeats = (attributes: Attributes): boolean =>
  textOf(attributes, 'mode', 'nearest') === 'nearest' &&
  textOf(attributes, 'coordinate_transformation_mode', 'half_pixel') === 'asymmetric' &&
  textOf(attributes, 'nearest_mode', 'round_prefer_floor') === 'floor';

/** Maps side by side. */
export function concatenation(layouts: Layouts, node: GraphNode): boolean {
  const inputs = node.inputs as readonly Value[];
  const blocked = inputs.filter((input) => layouts.isBlocked(input)).length;
  const axis = numberOf(node.attributes, 'axis', 0);
  if (axis !== 1 || blocked * 2 < inputs.length || !inputs.every((x) => layouts.fits(x))) {
    return false;
  }
  const parts = inputs.map((input) => layouts.blocked(input));
  layouts.setBlocked(node.outputs[0], layouts.builder.concat(parts, { axis }));
  return true;
}

/** Some samples, whole blocks of maps, or the same part of all maps. */
export function slicing(layouts: Layouts, node: GraphNode): boolean {
  const { builder, block } = layouts;
  const [x, ...bounds] = node.inputs as readonly Value[];
  const y = node.outputs[0];
  const [starts, ends, axes, steps] = bounds.map(constantNumbers);
  if (!layouts.isBlocked(x) || !layouts.fits(y) || !starts || !ends || !axes) return false;
  const [begin, end, along, step] = bounds.map((bound) => layouts.plain(bound));
  const [axis] = axes;
  if (axes.length === 1 && axis <= 1) {
    const whole = steps?.[0] === undefined || steps[0] === 1;
    const atBlock = starts[0] >= 0 && starts[0] % block === 0;
    if (axis < 0 || (axis === 1 && !(whole && atBlock))) return false;
    const part = builder.slice(layouts.blocked(x), begin, end, { axes: along, steps: step });
    layouts.setBlocked(y, part);
    return true;
  }
  if (!axes.every((axis) => axis === 2 || axis === 3)) return false;
  const moved = axes.map((axis) => axis - 1);
  const written = builder.slice(planes(layouts, x), begin, end, { axes: moved, steps: step });
  layouts.setBlocked(y, reshape(builder, written, y.type.shape));
  return true;
}

/** A constant around each map. */
export function padding(layouts: Layouts, node: GraphNode): boolean {
  const { builder } = layouts;
  const [x, pads, value] = node.inputs as readonly [Value, Value, Value | undefined];
  const y = node.outputs[0];
  const lengths = constantNumbers(pads);
  if (!layouts.isBlocked(x) || !lengths || node.inputs.length > 3) return false;
  if (textOf(node.attributes, 'mode', 'constant') !== 'constant') return false;
  const [n, c, top, left, n2, c2, bottom, right] = lengths;
  if ([n, c, n2, c2].some((length) => length !== 0)) return false;
  const moved = [0, top, left, 0, 0, bottom, right, 0];
  const around = value && layouts.plain(value);
  const padded = builder.pad(planes(layouts, x), moved, { value: around });
  layouts.setBlocked(y, reshape(builder, padded, y.type.shape));
  return true;
}

/** [N·C/b, H, W, b] */
function planes(layouts: Layouts, x: Value): Value {
  const [samples, channels, height, width] = x.type.shape as number[];
  const shape = [(samples * channels) / layouts.block, height, width, layouts.block];
  return reshape(layouts.builder, layouts.blocked(x), shape);
}
