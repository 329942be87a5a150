import type { Value } from '../graph';
import type { GradientContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { numberOf } from '../attributes';
import { dataTypeWithNumber } from '../dataTypes';
import { GraphError } from '../graphError';
import { reduceLike } from '../layout';
import { broadcastShapes } from '../shapes';
import { formatShape } from '../../text/numbers';
import { define, firstInput, inputType, sameTypes } from './define';
import type { OperatorName } from './signatures';

/** Choosing between values, comparing them, and logic. */

function comparison(name: OperatorName): Operator {
  return define(name, 7, {
    elementwise: true,
    infer: (context) => {
      const [a, b] = sameTypes(name, context);
      return [{ dataType: 'bool', shape: broadcastShapes(name, a.shape, b.shape) }];
    },
  });
}

function logic(name: OperatorName): Operator {
  return define(name, 7, {
    elementwise: true,
    infer: (context) => {
      const a = inputType(name, context, 0, 'bool');
      const b = inputType(name, context, 1, 'bool');
      return [{ dataType: 'bool', shape: broadcastShapes(name, a.shape, b.shape) }];
    },
  });
}

/** Smallest or greatest of any number of tensors; where several attain it they share the gradient. */
function extremum(name: OperatorName): Operator {
  return define(name, 8, {
    elementwise: true,
    infer: (context) => {
      const types = sameTypes(name, context);
      if (types.length === 0) throw new GraphError(name, 'no inputs');
      const shapes = types.map((type) => type.shape);
      return [{ dataType: types[0].dataType, shape: broadcastShapes(name, ...shapes) }];
    },
    gradient: ({ graph, inputs, outputs, gradients, wanted }: GradientContext) => {
      const a = new Arithmetic(graph);
      const masks = inputs.map((input) => a.equal(input, outputs[0]));
      const share = a.div(
        gradients[0]!,
        masks.reduce((sum, mask) => a.add(sum, mask)),
      );
      return inputs.map((input, i) =>
        wanted[i] ? reduceLike(graph, a.mul(share, masks[i]), input) : undefined,
      );
    },
  });
}

const clip = define('Clip', 11, {
  elementwise: true,
  infer: (context) => {
    for (const bound of context.inputs.slice(1)) {
      if (bound && bound.shape.length > 0) {
        throw new GraphError('Clip', `a bound has shape ${formatShape(bound.shape)}, expected []`);
      }
    }
    return [inputType('Clip', context, 0)];
  },
  // A value on a bound passes its gradient.
  gradient: firstInput(({ a, x, y, dy }) => a.mul(dy, a.equal(x, y))),
});

const where = define('Where', 9, {
  elementwise: true,
  infer: (context) => {
    const condition = inputType('Where', context, 0, 'bool');
    const [a, b] = sameTypes('Where', { ...context, inputs: context.inputs.slice(1) });
    const shape = broadcastShapes('Where', condition.shape, a.shape, b.shape);
    return [{ dataType: a.dataType, shape }];
  },
  gradient: ({ graph, inputs, gradients, wanted }: GradientContext) => {
    const a = new Arithmetic(graph);
    const [condition, whenTrue, whenFalse] = inputs as [Value, Value, Value];
    const dy = gradients[0]!;
    const mask = a.mask(condition);
    return [
      undefined,
      wanted[1] ? reduceLike(graph, a.mul(dy, mask), whenTrue) : undefined,
      wanted[2] ? reduceLike(graph, a.mul(dy, a.sub(1, mask)), whenFalse) : undefined,
    ];
  },
});

const cast = define('Cast', 9, {
  elementwise: true,
  keepsElements: true,
  infer: (context) => {
    const { shape } = inputType('Cast', context, 0);
    const number = numberOf(context.attributes, 'to', 0);
    const dataType = dataTypeWithNumber(number);
    if (!dataType) throw new GraphError('Cast', `element type ${number} is not supported`);
    return [{ dataType, shape }];
  },
  gradient: firstInput(({ dy }) => dy),
});

export const selectionOperators: readonly Operator[] = [
  ...(['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual'] as const).map(comparison),
  ...(['And', 'Or', 'Xor'] as const).map(logic),
  ...(['Min', 'Max'] as const).map(extremum),
  clip,
  where,
  cast,
];
