import type { Operator } from '../operator';
import { numberOf } from '../attributes';
import { normalizeAxis } from '../shapes';
import { define, firstInput, inputType, type UnaryGradient } from './define';
import type { GraphNode, Value } from '../graph';
import type { OperatorName } from './signatures';

/** Softmax along one axis and its logarithm. */

const alongAxis = ({ attributes }: Pick<GraphNode, 'attributes'>): number =>
  numberOf(attributes, 'axis', -1);

function softmax(
  name: OperatorName,
  rule: (context: UnaryGradient, axis: number) => Value,
): Operator {
  return define(name, 13, {
    alongAxis,
    infer: (context) => {
      const type = inputType(name, context, 0, 'float32');
      normalizeAxis(name, alongAxis(context), type.shape.length);
      return [type];
    },
    gradient: firstInput((context) =>
      rule(context, normalizeAxis(name, alongAxis(context), context.x.type.shape.length)),
    ),
  });
}

export const softmaxOperators: readonly Operator[] = [
  softmax('Softmax', ({ a, y, dy }, axis) =>
    a.mul(y, a.sub(dy, a.sum(a.mul(dy, y), [axis], true))),
  ),
  softmax('LogSoftmax', ({ a, y, dy }, axis) =>
    a.sub(dy, a.mul(a.exp(y), a.sum(dy, [axis], true))),
  ),
];
