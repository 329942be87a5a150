import type { Value } from '../graph';
import type { GradientContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { constantNumbers } from '../constants';
import { reduceLike } from '../layout';
import { broadcastShapes } from '../shapes';
import { define, sameTypes } from './define';
import type { OperatorName } from './signatures';

/** Arithmetic of two tensors with broadcasting. */

interface BinaryGradient {
  readonly a: Arithmetic;
  readonly inputs: readonly [Value, Value];
  readonly y: Value;
  readonly dy: Value;
}

/** ∂E/∂input of the broadcast shape; the sum over broadcast axes is taken afterwards. */
type Rule = (context: BinaryGradient) => Value;

function binary(
  name: OperatorName,
  left: Rule,
  right: Rule,
  arithmetic: Pick<Operator, 'compute' | 'neutral'> = {},
): Operator {
  return define(name, 7, {
    elementwise: true,
    ...arithmetic,
    infer: (context) => {
      const [a, b] = sameTypes(name, context);
      return [{ dataType: a.dataType, shape: broadcastShapes(name, a.shape, b.shape) }];
    },
    gradient: ({ graph, inputs, outputs, gradients, wanted }: GradientContext) => {
      const [first, second] = inputs as [Value, Value];
      const context: BinaryGradient = {
        a: new Arithmetic(graph),
        inputs: [first, second],
        y: outputs[0],
        dy: gradients[0]!,
      };
      return [
        wanted[0] ? reduceLike(graph, left(context), first) : undefined,
        wanted[1] ? reduceLike(graph, right(context), second) : undefined,
      ];
    },
  });
}

/** A scalar constant's number. */
function scalarOf(value: Value): number | undefined {
  const numbers = constantNumbers(value);
  return numbers?.length === 1 ? numbers[0] : undefined;
}

export const binaryOperators: readonly Operator[] = [
  binary(
    'Add',
    ({ dy }) => dy,
    ({ dy }) => dy,
    { compute: (a, b) => a + b, neutral: { left: 0, right: 0 } },
  ),
  binary(
    'Sub',
    ({ dy }) => dy,
    ({ a, dy }) => a.neg(dy),
    { compute: (a, b) => a - b, neutral: { right: 0 } },
  ),
  binary(
    'Mul',
    ({ a, inputs, dy }) => a.mul(dy, inputs[1]),
    ({ a, inputs, dy }) => a.mul(dy, inputs[0]),
    { compute: (a, b) => a * b, neutral: { left: 1, right: 1 } },
  ),
  binary(
    'Div',
    ({ a, inputs, dy }) => a.div(dy, inputs[1]),
    ({ a, inputs, y, dy }) => a.neg(a.div(a.mul(dy, y), inputs[1])),
    { compute: (a, b) => a / b, neutral: { right: 1 } },
  ),
  binary(
    'Pow',
    ({ a, inputs: [base, exponent], dy }) => {
      const power = scalarOf(exponent);
      if (power === 1) return dy;
      if (power === 2) return a.mul(dy, a.mul(base, 2));
      const lower = power === undefined ? a.sub(exponent, 1) : power - 1;
      return a.mul(dy, a.mul(a.pow(base, lower), exponent));
    },
    ({ a, inputs, y, dy }) => a.mul(dy, a.mul(y, a.log(inputs[0]))),
  ),
];
