import type { Arithmetic } from '../../graph/arithmetic';
import { numberOf } from '../../graph/attributes';
import type { Value } from '../../graph/graph';
import { straightThroughRound } from '../../graph/operators/rounding';
import { normalizeAxis } from '../../graph/shapes';
import {
  conversion,
  required,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Rounding to integers of 8 bits and back, as numbers of float32: gradients pass as if nothing were rounded. */

/** The least and the greatest integer of the type a zero point has; int8 is read as int32. */
function endsOf(zero: Value | undefined): readonly [least: number, greatest: number] {
  return zero?.type.dataType === 'int32' ? [-128, 127] : [0, 255];
}

/** A number for all, or one for each place of an axis, in a form that broadcasts. */
function along(node: ImportedNode, numbers: Value, x: Value): Value {
  const { graph, operator, attributes } = node;
  const { shape } = numbers.type;
  if (shape.length === 0) return numbers;
  const rank = x.type.shape.length;
  const axis = normalizeAxis(operator, numberOf(attributes, 'axis', 1), rank);
  const [length] = shape;
  if (shape.length !== 1 || typeof length !== 'number')
    throw unsupported(operator, 'scales in blocks');
  return graph.reshape(
    numbers,
    x.type.shape.map((_, i) => (i === axis ? length : 1)),
  );
}

/** The zero point as float32. */
function zeroOf(node: ImportedNode, x: Value): Value | undefined {
  const zero = node.inputs[2];
  return zero && along(node, node.graph.cast(zero, { to: 1 }), x);
}

function quantized(node: ImportedNode, a: Arithmetic): Value {
  const x = required(node, 0);
  const scaled = node.graph.apply(straightThroughRound, [
    a.div(x, along(node, required(node, 1), x)),
  ]);
  const zero = zeroOf(node, x);
  const [min, max] = endsOf(node.inputs[2]);
  return node.graph.clip(zero ? a.add(scaled, zero) : scaled, { min, max });
}

function dequantized(node: ImportedNode, a: Arithmetic): Value {
  const given = required(node, 0);
  const x = given.type.dataType === 'float32' ? given : node.graph.cast(given, { to: 1 });
  const zero = zeroOf(node, x);
  return a.mul(zero ? a.sub(x, zero) : x, along(node, required(node, 1), x));
}

export const quantizationConversions: readonly Conversion[] = [
  conversion('QuantizeLinear', [10], ['axis', 'saturate'], quantized),
  conversion('DequantizeLinear', [10], ['axis'], dequantized),
];
