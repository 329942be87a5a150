import type { Operator } from '../operator';
import { numberOf } from '../attributes';
import { define, firstInput, inputType, type UnaryGradient } from './define';
import type { DataType, Value } from '../graph';
import type { OperatorName } from './signatures';

/** Functions of one tensor, element by element. */

function unary(
  name: OperatorName,
  rule?: (context: UnaryGradient) => Value,
  types: readonly DataType[] = ['float32'],
): Operator {
  return define(name, 6, {
    elementwise: true,
    infer: (context) => {
      return [inputType(name, context, 0, ...types)];
    },
    ...(rule && { gradient: firstInput(rule) }),
  });
}

const signed: readonly DataType[] = ['float32', 'int32', 'int64'];

/** dy · (x > 0 ? positive : negative); no sum of both sides, where a large number of one leaves nothing of the other. */
function slope({ a, x, dy }: UnaryGradient, positive: number, negative: Value): Value {
  const above = a.greater(x, 0);
  const below = a.mul(negative, a.sub(1, above));
  return a.mul(dy, a.add(a.mul(above, positive), below));
}

/** The constants of self-normalizing networks (Klambauer et al. 2017). */
export const selu = { alpha: 1.6732631921768188, gamma: 1.0507010221481323 };

export const unaryOperators: readonly Operator[] = [
  { ...unary('Neg', ({ a, dy }) => a.neg(dy), signed), compute: (a) => -a },
  // x / |x| rather than `Sign`, which WebGPU lacks; the bound makes it 0 at 0.
  unary('Abs', ({ a, x, y, dy }) => a.mul(dy, a.div(x, a.max(y, 1e-30))), signed),
  unary('Sign', undefined, signed),
  unary('Sqrt', ({ a, y, dy }) => a.div(a.mul(dy, 0.5), y)),
  unary('Exp', ({ a, y, dy }) => a.mul(dy, y)),
  unary('Log', ({ a, x, dy }) => a.div(dy, x)),
  unary('Reciprocal', ({ a, y, dy }) => a.neg(a.mul(dy, a.square(y)))),
  { ...unary('Round'), since: 11 },
  unary('Sin', ({ a, x, dy }) => a.mul(dy, a.graph.cos(x))),
  unary('Cos', ({ a, x, dy }) => a.neg(a.mul(dy, a.graph.sin(x)))),
  unary('Tanh', ({ a, y, dy }) => a.mul(dy, a.sub(1, a.square(y)))),
  unary('Sigmoid', ({ a, y, dy }) => a.mul(dy, a.sub(y, a.square(y)))),
  unary('Softplus', ({ a, x, dy }) => a.mul(dy, a.graph.sigmoid(x))),
  unary('Erf', ({ a, x, dy }) =>
    a.mul(dy, a.mul(a.exp(a.neg(a.square(x))), 2 / Math.sqrt(Math.PI))),
  ),
  unary('Relu', ({ a, y, dy }) => a.mul(dy, a.greater(y, 0))),
  unary('LeakyRelu', ({ a, x, dy, attributes }) => {
    const alpha = numberOf(attributes, 'alpha', 0.01);
    return a.mul(dy, a.add(a.mul(a.greater(x, 0), 1 - alpha), alpha));
  }),
  unary('Elu', (c) => slope(c, 1, c.a.add(c.y, numberOf(c.attributes, 'alpha', 1)))),
  unary('Selu', (c) => {
    const alpha = numberOf(c.attributes, 'alpha', selu.alpha);
    const gamma = numberOf(c.attributes, 'gamma', selu.gamma);
    return slope(c, gamma, c.a.add(c.y, alpha * gamma));
  }),
  // Training writes these out; files have them.
  { ...unary('HardSigmoid'), since: 6 },
  { ...unary('HardSwish'), since: 14 },
  { ...unary('Mish'), since: 18 },
  { ...unary('Gelu'), since: 20 },
  unary('Not', undefined, ['bool']),
  define('Identity', 1, {
    elementwise: true,
    keepsElements: true,
    infer: (context) => [inputType('Identity', context, 0)],
    gradient: firstInput(({ dy }) => dy),
  }),
];
