import type { Attributes, GraphNode, Value } from '../../graph';
import type { Operator } from '../../operator';
import { numberOf, textOf } from '../../attributes';
import { constantNumbers } from '../../constants';
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
  const written = layouts.builder.add(operator, [layouts.blocked(x)], node.attributes);
  layouts.setBlocked(node.outputs[0], written);
  return true;
}

/** `Resize` that repeats each pixel a whole number of times. */
export function upsampling(layouts: Layouts, node: GraphNode): boolean {
  const x = node.inputs[0]!;
  const scales = constantNumbers(node.inputs[2]);
  if (!layouts.isBlocked(x) || !scales || node.inputs[3] || !repeats(node.attributes)) return false;
  if (scales[0] !== 1 || scales[1] !== 1 || !scales.every(Number.isInteger)) return false;
  const written = layouts.builder.add(blockedUpsample, [layouts.blocked(x)], {
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

/** Joining maps, and taking some of them, at the borders of blocks. */
export function channels(layouts: Layouts, node: GraphNode): boolean {
  const { builder, block } = layouts;
  const inputs = node.inputs as readonly Value[];
  const y = node.outputs[0];
  const { name } = node.operator;
  if (name === 'Concat') {
    const blocked = inputs.filter((input) => layouts.isBlocked(input)).length;
    const axis = numberOf(node.attributes, 'axis', 0);
    if (axis !== 1 || blocked * 2 < inputs.length || !inputs.every((x) => layouts.fits(x))) {
      return false;
    }
    const parts = inputs.map((input) => layouts.blocked(input));
    layouts.setBlocked(y, builder.add('Concat', parts, { axis }));
    return true;
  }
  const [x, ...bounds] = inputs;
  const [starts, ends, axes, steps] = bounds.map(constantNumbers);
  if (!layouts.isBlocked(x) || !layouts.fits(y) || axes?.join() !== '1') return false;
  if (!starts || !ends || (steps && steps[0] !== 1) || starts[0] % block !== 0) return false;
  const parts = [layouts.blocked(x), ...bounds.map((bound) => layouts.plain(bound))];
  layouts.setBlocked(y, builder.add('Slice', parts));
  return true;
}
