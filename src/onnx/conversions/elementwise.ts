import type { Arithmetic } from '../../graph/arithmetic';
import { numberOf, textOf } from '../../graph/attributes';
import { elementType } from '../../graph/dataTypes';
import type { Value } from '../../graph/graph';
import { typeName, typeWithNumber } from '../elementTypes';
import {
  conversion,
  required,
  same,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Functions of elements, written with other ones. */

/** max(0, min(1, αx + β)). */
const hardSigmoid = (a: Arithmetic, x: Value, alpha: number, beta: number): Value =>
  a.graph.clip(a.add(a.mul(x, alpha), beta), { min: 0, max: 1 });

const sum = (node: ImportedNode, a: Arithmetic): Value =>
  node.inputs
    .map((_, index) => required(node, index))
    .slice(1)
    .reduce((total, value) => a.add(total, value), required(node, 0));

function gelu(a: Arithmetic, x: Value, approximate: boolean): Value {
  const inner = approximate
    ? a.graph.tanh(a.mul(a.add(x, a.mul(a.mul(a.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI)))
    : a.graph.erf(a.mul(x, Math.SQRT1_2));
  return a.mul(a.mul(x, 0.5), a.add(inner, 1));
}

/** A cast between types that are float32 here says nothing; a weight stays the weight. */
function castTo(node: ImportedNode, to: number): Value {
  const x = required(node, 0);
  const dataType = typeWithNumber(to);
  if (!dataType) throw unsupported(node.operator, `the element type ${typeName(to)}`);
  if (dataType !== x.type.dataType || dataType !== 'float32') {
    return node.graph.cast(x, { to: elementType[dataType] });
  }
  return x.producer ? node.graph.identity(x) : x;
}

export const elementwiseConversions: readonly Conversion[] = [
  // Before opset 8 and 9 these meant the same for fewer shapes and types.
  conversion('Min', [7, 7], [], (node) => same(node, node.inputs)),
  conversion('Max', [7, 7], [], (node) => same(node, node.inputs)),
  // `saturate` and `round_mode` are for types of 8 bits.
  conversion('Cast', [7], ['to', 'saturate', 'round_mode'], (node) =>
    castTo(node, numberOf(node.attributes, 'to', 0)),
  ),
  conversion('CastLike', [15], ['saturate', 'round_mode'], (node) =>
    castTo(node, elementType[required(node, 1).type.dataType]),
  ),
  // Of a constant it is the constant: shared weights stay constants for the operators that need them.
  conversion('Identity', [7], [], (node) => {
    const x = required(node, 0);
    return x.data ? x : same(node, [x]);
  }),
  conversion('Sum', [7], [], sum),
  conversion('Mean', [7], [], (node, a) => a.div(sum(node, a), node.inputs.length)),
  conversion('PRelu', [7], [], (node, a) => {
    const x = required(node, 0);
    const below = a.graph.min([x, 0]);
    return a.add(a.graph.relu(x), a.mul(below, required(node, 1)));
  }),
  conversion('HardSigmoid', [7], ['alpha', 'beta'], (node, a) => {
    const [alpha, beta] = [
      numberOf(node.attributes, 'alpha', 0.2),
      numberOf(node.attributes, 'beta', 0.5),
    ];
    return hardSigmoid(a, required(node, 0), alpha, beta);
  }),
  conversion('HardSwish', [14], [], (node, a) => {
    const x = required(node, 0);
    return a.mul(x, hardSigmoid(a, x, 1 / 6, 0.5));
  }),
  conversion('Softsign', [7], [], (node, a) => {
    const x = required(node, 0);
    return a.div(x, a.add(a.graph.abs(x), 1));
  }),
  conversion('ThresholdedRelu', [10], ['alpha'], (node, a) => {
    const x = required(node, 0);
    const above = a.graph.greater(x, numberOf(node.attributes, 'alpha', 1));
    return a.graph.where(above, x, 0);
  }),
  conversion('Celu', [12], ['alpha'], (node, a) => {
    const alpha = numberOf(node.attributes, 'alpha', 1);
    if (!(alpha > 0)) throw unsupported('Celu', `alpha ${alpha}`);
    return a.mul(a.graph.elu(a.div(required(node, 0), alpha)), alpha);
  }),
  conversion('Gelu', [20], ['approximate'], (node, a) =>
    gelu(a, required(node, 0), textOf(node.attributes, 'approximate', 'none') === 'tanh'),
  ),
  conversion('Mish', [18], [], (node, a) => {
    const x = required(node, 0);
    return a.mul(x, a.graph.tanh(a.graph.softplus(x)));
  }),
  conversion('Swish', [24], ['alpha'], (node, a) => {
    const x = required(node, 0);
    return a.mul(x, a.graph.sigmoid(a.mul(x, numberOf(node.attributes, 'alpha', 1))));
  }),
  // NaN alone is not equal to itself.
  conversion('IsNaN', [9], [], (node, a) => {
    const x = required(node, 0);
    return a.graph.not(a.graph.equal(x, x));
  }),
];
