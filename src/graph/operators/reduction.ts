import type { Attributes, Dimension, Value } from '../graph';
import type { GradientContext, InferenceContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { flagOf, numberOf, numbersOf } from '../attributes';
import { constantNumbers } from '../constants';
import { expandLike, reshape } from '../layout';
import { normalizeAxes, normalizeAxis, product, range, type Shape } from '../shapes';
import { constantInput, define, inputType } from './define';
import type { OperatorName } from './signatures';

/** Operators that shrink axes to length 1 or remove them. */

interface Reduction {
  readonly a: Arithmetic;
  readonly x: Value;
  /** Result and its gradient with the reduced axes kept as length 1. */
  readonly y: Value;
  readonly dy: Value;
  readonly axes: readonly number[];
}

type Rule = (reduction: Reduction) => Value;

const reducedShape = (shape: Shape, axes: readonly number[], keep: boolean): Dimension[] =>
  keep
    ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : shape.filter((_, axis) => !axes.includes(axis));

/** `axes` is undefined or empty when it was left out: all axes, or none if the node says so. */
function reducedAxes(
  name: string,
  axes: readonly number[] | undefined,
  attributes: Attributes,
  rank: number,
): number[] {
  if (axes && axes.length > 0) return normalizeAxes(name, axes, rank);
  return flagOf(attributes, 'noop_with_empty_axes', false) ? [] : range(0, rank);
}

/** In opset 17 only `ReduceSum` takes its axes as an input; the others have an attribute. */
function reduction(name: OperatorName, rule: Rule): Operator {
  const axesAsInput = name === 'ReduceSum';
  return define(name, axesAsInput ? 13 : 1, {
    infer: (context) => {
      const { dataType, shape } = inputType(name, context, 0, 'float32', 'int32', 'int64');
      const axes = reducedAxes(name, axesOf(name, context), context.attributes, shape.length);
      const keep = flagOf(context.attributes, 'keepdims', true);
      return [{ dataType, shape: reducedShape(shape, axes, keep) }];
    },
    gradient: ({ graph, inputs, outputs, gradients, attributes }: GradientContext) => {
      const x = inputs[0];
      const { shape } = x.type;
      const given = axesAsInput ? constantNumbers(inputs[1]) : numbersOf(attributes, 'axes');
      const axes = reducedAxes(name, given, attributes, shape.length);
      const kept = reducedShape(shape, axes, true);
      return [
        rule({
          a: new Arithmetic(graph),
          x,
          y: reshape(graph, outputs[0], kept),
          dy: reshape(graph, gradients[0]!, kept),
          axes,
        }),
      ];
    },
  });
}

function axesOf(name: string, context: InferenceContext): readonly number[] | undefined {
  if (name !== 'ReduceSum') return numbersOf(context.attributes, 'axes');
  return context.inputs[1] && constantInput(name, context, 1, 'axes');
}

/** How many elements fall into one; read from the tensor where a length is only a name. */
function count(a: Arithmetic, x: Value, axes: readonly number[]): Value | number {
  const total = product(axes.map((axis) => x.type.shape[axis]));
  if (typeof total === 'number') return total;
  const lengths = a.graph.gather(a.graph.shape(x), axes);
  return a.graph.reduceProd(a.mask(lengths), { keepdims: 0 });
}

/** Elements that tie for the extreme value share its gradient. */
const extreme: Rule = ({ a, x, y, dy, axes }) => {
  const mask = a.equal(x, y);
  return a.mul(mask, a.div(dy, a.sum(mask, [...axes], true)));
};

function argMax(name: OperatorName): Operator {
  return define(name, 1, {
    infer: (context) => {
      const { shape } = inputType(name, context, 0);
      const axis = normalizeAxis(name, numberOf(context.attributes, 'axis', 0), shape.length);
      const keep = flagOf(context.attributes, 'keepdims', true);
      return [{ dataType: 'int64', shape: reducedShape(shape, [axis], keep) }];
    },
  });
}

export const reductionOperators: readonly Operator[] = [
  reduction('ReduceSum', ({ a, x, dy }) => expandLike(a.graph, dy, x)),
  reduction('ReduceMean', ({ a, x, dy, axes }) =>
    expandLike(a.graph, a.div(dy, count(a, x, axes)), x),
  ),
  reduction('ReduceMax', extreme),
  reduction('ReduceMin', extreme),
  // The bound makes the gradient of ‖0‖ the subgradient 0.
  reduction('ReduceL2', ({ a, x, y, dy }) => a.mul(x, a.div(dy, a.max(y, 1e-30)))),
  reduction('ReduceSumSquare', ({ a, x, dy }) => a.mul(x, a.mul(dy, 2))),
  // The product of the others: with one zero it is left to that zero alone, with two there is none.
  reduction('ReduceProd', ({ a, x, dy, axes }) => {
    const zero = a.equal(x, 0);
    const others = a.add(x, zero);
    const whole = a.graph.reduceProd(others, { axes, keepdims: 1 });
    const left = a.equal(zero, a.sum(zero, [...axes], true));
    return a.mul(left, a.div(a.mul(dy, whole), others));
  }),
  argMax('ArgMax'),
  argMax('ArgMin'),
  define('CumSum', 11, {
    alongAxis: ({ inputs }) => constantNumbers(inputs[1])?.[0] ?? 0,
    infer: (context) => {
      const type = inputType('CumSum', context, 0);
      const [axis] = constantInput('CumSum', context, 1, 'axis');
      normalizeAxis('CumSum', axis ?? 0, type.shape.length);
      return [type];
    },
    gradient: ({ graph, inputs, gradients, attributes }: GradientContext) => [
      graph.cumSum(gradients[0]!, inputs[1], {
        exclusive: numberOf(attributes, 'exclusive', 0),
        reverse: 1 - numberOf(attributes, 'reverse', 0),
      }),
    ],
  }),
];
