import type { GraphNode, Value } from '../../../graph/graph';
import { textOf } from '../../../graph/attributes';
import { constantNumbers } from '../../../graph/constants';
import { reshape } from '../../../graph/layout';
import { sameShape } from '../../../graph/shapes';
import type { Layouts } from './layouts';
import { blockedConv } from './operators';

/** Maps times one number each, or surrounded by zeros. */
interface Scaled {
  readonly x: Value;
  readonly factor?: Value;
  readonly pads?: readonly number[];
}

/** What is added up: X·a + … + b, a and b one number for each map. */
interface Terms {
  readonly scaled: Scaled[];
  readonly shifts: Value[];
  readonly rest: Value[];
}

/** One number for each map, the same for all samples. */
const isPerMap = ({ type: { shape } }: Value, [, channels]: Value['type']['shape']): boolean =>
  shape.slice(-3).join() === `${channels},1,1` && (shape.length === 3 || shape[0] === 1);

/**
 * Scaled, shifted and moved maps added up, as the gradients of batch normalization and pooling do, in one pass over each:
 * a convolution with one 1×1 filter for each map. Gives whether the node, an `Add` or a `Relu` on one, has been written.
 */
export function affineMaps(layouts: Layouts, node: GraphNode): boolean {
  const y = node.outputs[0];
  const rectified = node.operator.name === 'Relu';
  const sum = rectified ? node.inputs[0]!.producer : node;
  if (sum?.operator.name !== 'Add' || !layouts.fits(y)) return false;
  if (rectified && layouts.onlyConsumer(sum.outputs[0]) !== node) return false;
  const terms: Terms = { scaled: [], shifts: [], rest: [] };
  collect(layouts, sum, terms);
  const { scaled, shifts, rest } = terms;
  if (scaled.length === 0 || shifts.length > 1 || rest.length > 1) return false;
  // A value that others read too would be copied before it is added to, and one that is repeated cannot be added to.
  const cannotHold = (value: Value): boolean =>
    layouts.onlyConsumer(value) === undefined || !sameShape(value.type.shape, y.type.shape);
  if (rest.some(cannotHold)) return false;
  if (![...rest, ...scaled.map(({ x }) => x)].some((value) => layouts.isBlocked(value)))
    return false;
  const { builder } = layouts;
  const channels = y.type.shape[1] as number;
  const weights = (factor: Value | undefined): Value =>
    factor
      ? reshape(builder, layouts.plain(factor), [channels, 1, 1, 1])
      : builder.constant(
          new Float32Array(channels).fill(1),
          [channels, 1, 1, 1],
          `ones${channels}`,
        );
  let total: Value | undefined = rest[0] && layouts.blocked(rest[0]);
  scaled.forEach(({ x, factor, pads }, i) => {
    const last = i === scaled.length - 1;
    const shift = last && shifts[0] && reshape(builder, layouts.plain(shifts[0]), [channels]);
    const inputs = [layouts.blocked(x), weights(factor), shift || undefined, total];
    while (inputs.at(-1) === undefined) inputs.pop();
    total = builder.apply(blockedConv, inputs, {
      group: channels,
      kernel_shape: [1, 1],
      ...(pads && { pads }),
      ...(last && rectified && { activation: 'Relu' }),
    });
  });
  layouts.setBlocked(y, total);
  return true;
}

/** Sorts what an `Add` adds up, through sums and products nothing else needs. */
function collect(layouts: Layouts, sum: GraphNode, terms: Terms): void {
  const { shape } = sum.outputs[0].type;
  const isWhole = (value: Value): boolean => sameShape(value.type.shape, shape);
  for (const value of sum.inputs as readonly Value[]) {
    const isOnlyHere = isWhole(value) && layouts.onlyConsumer(value) === sum;
    const producer = isOnlyHere ? value.producer : undefined;
    if (isPerMap(value, shape)) terms.shifts.push(value);
    else if (producer?.operator.name === 'Add') collect(layouts, producer, terms);
    else if (producer?.operator.name === 'Mul') {
      const [a, b] = producer.inputs as readonly [Value, Value];
      if (isPerMap(b, shape) && isWhole(a)) terms.scaled.push({ x: a, factor: b });
      else if (isPerMap(a, shape) && isWhole(b)) terms.scaled.push({ x: b, factor: a });
      else terms.rest.push(value);
    } else {
      const padded = producer && padding(producer);
      if (padded) terms.scaled.push(padded);
      else terms.rest.push(value);
    }
  }
}

/** Zeros around maps, as a gradient that is moved has them. */
function padding({ operator, inputs, attributes }: GraphNode): Scaled | undefined {
  if (operator.name !== 'Pad' || inputs.length > 2) return undefined;
  if (textOf(attributes, 'mode', 'constant') !== 'constant') return undefined;
  const lengths = constantNumbers(inputs[1]);
  if (lengths?.length !== 8 || lengths.some((length) => length < 0)) return undefined;
  const [samples, maps, top, left, samplesEnd, mapsEnd, bottom, right] = lengths;
  if (samples + maps + samplesEnd + mapsEnd !== 0) return undefined;
  return { x: inputs[0]!, pads: [top, left, bottom, right] };
}
