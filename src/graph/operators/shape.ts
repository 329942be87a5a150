import type { Dimension } from '../graph';
import type { GradientContext, InferenceContext, Operator } from '../operator';
import { flagOf, numberOf } from '../attributes';
import { dataTypeOf } from '../dataTypes';
import { GraphError } from '../graphError';
import { reduceLike, reshapeLike } from '../layout';
import {
  broadcastShapes,
  normalizeAxes,
  product,
  quotient,
  sameShape,
  type Shape,
} from '../shapes';
import { formatShape } from '../../text/numbers';
import { constantInput, define, firstInput, inputType } from './define';

/** Changing the shape of a tensor; its elements stay in their order, or are repeated. */

const backToInput = firstInput(({ a, x, dy }) => reshapeLike(a.graph, dy, x));

function shapeInput(name: string, { dimensions }: InferenceContext, index: number): Shape {
  const shape = dimensions[index];
  if (!shape) throw new GraphError(name, 'the shape must be a constant or the output of Shape');
  return shape;
}

const reshape = define('Reshape', 5, {
  keepsElements: true,
  infer: (context) => {
    const { dataType, shape } = inputType('Reshape', context, 0);
    const target = shapeInput('Reshape', context, 1);
    const allowZero = flagOf(context.attributes, 'allowzero', false);
    const known = target.map((length, axis) =>
      length === 0 && !allowZero ? (shape[axis] ?? 0) : length,
    );
    const rest = known.filter((length) => length !== -1);
    const missing = known.length === rest.length ? 1 : quotient(shape, rest);
    const result = known.map((length) => (length === -1 ? (missing ?? -1) : length));
    if (missing === undefined || !sameShape([product(result)], [product(shape)])) {
      const text = `shape ${formatShape(shape)} cannot become ${formatShape(target)}`;
      throw new GraphError('Reshape', text);
    }
    return [{ dataType, shape: result }];
  },
  gradient: backToInput,
});

const flatten = define('Flatten', 1, {
  keepsElements: true,
  infer: (context) => {
    const { dataType, shape } = inputType('Flatten', context, 0);
    const axis = numberOf(context.attributes, 'axis', 1);
    const split = axis < 0 ? axis + shape.length : axis;
    if (split < 0 || split > shape.length) {
      throw new GraphError('Flatten', `axis ${axis} does not exist in ${formatShape(shape)}`);
    }
    return [{ dataType, shape: [product(shape.slice(0, split)), product(shape.slice(split))] }];
  },
  gradient: backToInput,
});

const squeeze = define('Squeeze', 13, {
  keepsElements: true,
  infer: (context) => {
    const { dataType, shape } = inputType('Squeeze', context, 0);
    const axes = context.inputs[1]
      ? normalizeAxes('Squeeze', constantInput('Squeeze', context, 1, 'axes'), shape.length)
      : shape.flatMap((length, axis) => (length === 1 ? [axis] : []));
    const long = axes.find((axis) => shape[axis] !== 1);
    if (long !== undefined) {
      const text = `axis ${long} of ${formatShape(shape)} has a length other than 1`;
      throw new GraphError('Squeeze', text);
    }
    return [{ dataType, shape: shape.filter((_, axis) => !axes.includes(axis)) }];
  },
  gradient: backToInput,
});

const unsqueeze = define('Unsqueeze', 13, {
  keepsElements: true,
  infer: (context) => {
    const { dataType, shape } = inputType('Unsqueeze', context, 0);
    const given = constantInput('Unsqueeze', context, 1, 'axes');
    const axes = normalizeAxes('Unsqueeze', given, shape.length + given.length);
    if (new Set(axes).size !== axes.length) {
      throw new GraphError('Unsqueeze', `axes ${formatShape(given)} repeat`);
    }
    const result: Dimension[] = [...shape];
    for (const axis of axes.toSorted((a, b) => a - b)) result.splice(axis, 0, 1);
    return [{ dataType, shape: result }];
  },
  gradient: backToInput,
});

const expand = define('Expand', 8, {
  keepsElements: true,
  infer: (context) => {
    const { dataType, shape } = inputType('Expand', context, 0);
    const target = shapeInput('Expand', context, 1);
    return [{ dataType, shape: broadcastShapes('Expand', shape, target) }];
  },
  gradient: ({ graph, inputs, gradients }: GradientContext) => [
    reduceLike(graph, gradients[0]!, inputs[0]),
  ],
});

const constantOfShape = define('ConstantOfShape', 9, {
  infer: (context) => {
    const { value } = context.attributes;
    const data = ArrayBuffer.isView(value) ? value : new Float32Array(1);
    return [{ dataType: dataTypeOf(data), shape: shapeInput('ConstantOfShape', context, 0) }];
  },
});

const shapeOperator = define('Shape', 1, {
  infer: (context) => {
    const { shape } = inputType('Shape', context, 0);
    return [{ dataType: 'int64', shape: [shape.length] }];
  },
});

export const shapeOperators: readonly Operator[] = [
  reshape,
  flatten,
  squeeze,
  unsqueeze,
  expand,
  constantOfShape,
  shapeOperator,
];
