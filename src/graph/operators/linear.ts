import type { Dimension, Value } from '../graph';
import type { GradientContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { flagOf, numberOf, numbersOf } from '../attributes';
import { GraphError } from '../graphError';
import { reduceLike, reshape, reshapeLike, transpose, transposeMatrix } from '../layout';
import { broadcastShapes, normalizeAxes, product, range, type Shape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { define, firstInput, inputType, sameTypes } from './define';

/** Matrix products. */

/** A vector counts as a row on the left and as a column on the right. */
const asLeft = (shape: Shape): Shape => (shape.length === 1 ? [1, ...shape] : shape);
const asRight = (shape: Shape): Shape => (shape.length === 1 ? [...shape, 1] : shape);

function matrixProductShape(left: Shape, right: Shape): Dimension[] {
  const [a, b] = [asLeft(left), asRight(right)];
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    const text = `shapes ${formatShape(left)} and ${formatShape(right)} do not multiply`;
    throw new GraphError('MatMul', text);
  }
  const stack = broadcastShapes('MatMul', a.slice(0, -2), b.slice(0, -2));
  return [...stack, a.at(-2)!, b.at(-1)!];
}

const matMul = define('MatMul', 1, {
  multiplyAdds: ({ inputs, outputs }) =>
    Number(product([...outputs[0].type.shape, inputs[0]!.type.shape.at(-1)!])),
  infer: (context) => {
    const [a, b] = sameTypes('MatMul', context);
    const shape = matrixProductShape(a.shape, b.shape);
    if (b.shape.length === 1) shape.pop();
    if (a.shape.length === 1) shape.splice(b.shape.length === 1 ? -1 : -2, 1);
    return [{ dataType: a.dataType, shape }];
  },
  gradient: ({ graph, inputs, gradients, wanted }: GradientContext) => {
    const [left, right] = inputs as [Value, Value];
    const a = reshape(graph, left, asLeft(left.type.shape));
    const b = reshape(graph, right, asRight(right.type.shape));
    const dy = reshape(graph, gradients[0]!, matrixProductShape(a.type.shape, b.type.shape));
    // With one matrix on the right all rows form one product, and `Gemm` transposes without a copy.
    const flat = b.type.shape.length === 2;
    const rows = (x: Value): Value =>
      reshape(graph, x, [product(x.type.shape.slice(0, -1)), x.type.shape.at(-1)!]);
    const da = (): Value =>
      flat
        ? reshapeLike(graph, graph.gemm(rows(dy), b, { transB: 1 }), left)
        : graph.matMul(dy, transposeMatrix(graph, b));
    const db = (): Value =>
      flat
        ? graph.gemm(rows(a), rows(dy), { transA: 1 })
        : graph.matMul(transposeMatrix(graph, a), dy);
    return [
      wanted[0] ? reshapeLike(graph, flat ? da() : reduceLike(graph, da(), a), left) : undefined,
      wanted[1] ? reshapeLike(graph, reduceLike(graph, db(), b), right) : undefined,
    ];
  },
});

const gemm = define('Gemm', 7, {
  multiplyAdds: ({ inputs, outputs, attributes }) => {
    const inner = inputs[0]!.type.shape[flagOf(attributes, 'transA', false) ? 0 : 1];
    return Number(product([...outputs[0].type.shape, inner]));
  },
  infer: (context) => {
    const [a, b] = [inputType('Gemm', context, 0), inputType('Gemm', context, 1)];
    const orient = (shape: Shape, name: string): Shape =>
      flagOf(context.attributes, name, false) ? shape.toReversed() : shape;
    const [left, right] = [orient(a.shape, 'transA'), orient(b.shape, 'transB')];
    if (left.length !== 2 || right.length !== 2 || left[1] !== right[0]) {
      const text = `shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not multiply`;
      const flags = ['transA', 'transB'].filter((name) => flagOf(context.attributes, name, false));
      throw new GraphError('Gemm', [text, ...flags].join(', '));
    }
    const shape = [left[0], right[1]];
    const bias = context.inputs[2];
    if (bias && formatShape(broadcastShapes('Gemm', bias.shape, shape)) !== formatShape(shape)) {
      const text = `bias ${formatShape(bias.shape)} does not broadcast to ${formatShape(shape)}`;
      throw new GraphError('Gemm', text);
    }
    return [{ dataType: a.dataType, shape }];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const [a, b, bias] = inputs as [Value, Value, Value | undefined];
    const dy = gradients[0]!;
    const transA = flagOf(attributes, 'transA', false);
    const transB = flagOf(attributes, 'transB', false);
    const alpha = numberOf(attributes, 'alpha', 1);
    const gemm = (x: Value, transX: boolean, y: Value, transY: boolean): Value =>
      graph.gemm(x, y, { alpha, transA: transX ? 1 : 0, transB: transY ? 1 : 0 });
    const da = (): Value => (transA ? gemm(b, transB, dy, true) : gemm(dy, false, b, !transB));
    const db = (): Value => (transB ? gemm(dy, true, a, transA) : gemm(a, !transA, dy, false));
    const dBias = (c: Value): Value =>
      new Arithmetic(graph).mul(reduceLike(graph, dy, c), numberOf(attributes, 'beta', 1));
    return [
      wanted[0] ? da() : undefined,
      wanted[1] ? db() : undefined,
      wanted[2] && bias ? dBias(bias) : undefined,
    ];
  },
});

/** The permutation of a `Transpose`; without one the axes are reversed. */
const permutation = (perm: readonly number[] | undefined, rank: number): readonly number[] =>
  perm ?? range(0, rank).reverse();

const transposeOperator = define('Transpose', 1, {
  infer: (context) => {
    const { dataType, shape } = inputType('Transpose', context, 0);
    const perm = permutation(numbersOf(context.attributes, 'perm'), shape.length);
    const axes = new Set(normalizeAxes('Transpose', perm, shape.length));
    if (axes.size !== shape.length || perm.length !== shape.length) {
      const text = `perm ${formatShape(perm)} does not order the axes of ${formatShape(shape)}`;
      throw new GraphError('Transpose', text);
    }
    return [{ dataType, shape: perm.map((axis) => shape[axis]) }];
  },
  gradient: firstInput(({ a, x, dy, attributes }) => {
    const rank = x.type.shape.length;
    const perm = permutation(numbersOf(attributes, 'perm'), rank);
    return transpose(
      a.graph,
      dy,
      range(0, rank).map((axis) => perm.indexOf(axis)),
    );
  }),
});

export const linearOperators: readonly Operator[] = [matMul, gemm, transposeOperator];
