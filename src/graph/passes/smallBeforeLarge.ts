import type { Graph, GraphBuilder } from '../builder';
import type { GraphNode, Value } from '../graph';
import { flagOf, numbersOf } from '../attributes';
import { constantNumbers } from '../constants';
import { isStatic, product } from '../shapes';
import { rebuildGraph } from './rebuild';
import { shareCommonSubexpressions } from './shareCommonSubexpressions';

/** A product of a tensor and a smaller one that is broadcast. */
interface Scaled {
  readonly large: Value;
  readonly small: Value;
}

/**
 * Moves factors to where there are fewer numbers: a(bX) = (ab)X, aX + aX = (2a)X, and ΣaX = aΣX where a is the same along
 * the summed axes. The gradient of batch normalization loses a third of its passes over whole tensors.
 */
export const smallBeforeLarge = (graph: Graph): Graph => {
  const rewritten = rebuildGraph(graph, (builder, node, inputs) => {
    const [a, b] = inputs;
    switch (node.operator.name) {
      case 'Add':
        return a && a === b ? doubled(builder, a) : undefined;
      case 'Mul':
        return a && b && (regrouped(builder, a, b) ?? regrouped(builder, b, a));
      case 'ReduceSum':
        return a && sum(builder, node, a, b);
      default:
        return undefined;
    }
  });
  // Sums that have become the same.
  return shareCommonSubexpressions(rewritten);
};

const size = ({ type: { shape } }: Value): number =>
  isStatic(shape) ? (product(shape) as number) : Infinity;

function scaled(value: Value): Scaled | undefined {
  const producer = value.producer;
  if (producer?.operator.name !== 'Mul') return undefined;
  const [a, b] = producer.inputs as readonly [Value, Value];
  if (size(value) === Infinity) return undefined;
  if (size(a) === size(value) && size(b) < size(a)) return { large: a, small: b };
  if (size(b) === size(value) && size(a) < size(b)) return { large: b, small: a };
  return undefined;
}

function doubled(builder: GraphBuilder, value: Value): readonly Value[] | undefined {
  const factors = scaled(value);
  if (!factors) return undefined;
  const twice = builder.mul(factors.small, 2);
  return [builder.mul(twice, factors.large)];
}

/** small · (small′ · large) */
function regrouped(builder: GraphBuilder, a: Value, b: Value): readonly Value[] | undefined {
  const factors = scaled(b);
  if (!factors || size(a) * 2 > size(b) || size(factors.small) * 2 > size(b)) return undefined;
  const small = builder.mul(a, factors.small);
  return size(small) * 2 > size(b) ? undefined : [builder.mul(small, factors.large)];
}

/** Σ(−X) = −ΣX, ΣaX = aΣX, Σ(X − mean X) = 0 */
function sum(
  builder: GraphBuilder,
  node: GraphNode,
  value: Value,
  axes: Value | undefined,
): readonly Value[] | undefined {
  const along = constantNumbers(axes);
  if (!along || !flagOf(node.attributes, 'keepdims', true)) return undefined;
  const { operator, inputs } = value.producer ?? {};
  const again = (x: Value): Value =>
    sum(builder, node, x, axes)?.[0] ?? builder.reduceSum(x, { axes, ...node.attributes });
  if (operator?.name === 'Neg') return [builder.neg(again(inputs![0]!))];
  if (operator?.name === 'Sub' && isMean(inputs![1]!, inputs![0]!, along)) {
    const shape = inputs![1]!.type.shape as readonly number[];
    return [
      builder.constant(new Float32Array(product(shape) as number), shape, `zeros${shape.join()}`),
    ];
  }
  const factors = scaled(value);
  if (!factors || varies(factors.small, along, value.type.shape.length)) return undefined;
  return [builder.mul(again(factors.large), factors.small)];
}

/** Whether a tensor is the mean of another along the axes, which are kept. */
function isMean({ producer, type }: Value, x: Value, along: readonly number[]): boolean {
  return (
    producer?.operator.name === 'ReduceMean' &&
    producer.inputs[0] === x &&
    isStatic(type.shape) &&
    flagOf(producer.attributes, 'keepdims', true) &&
    numbersOf(producer.attributes, 'axes')?.toSorted().join() === along.toSorted().join()
  );
}

/** Whether a tensor that is broadcast to some rank differs along one of the axes. */
const varies = ({ type: { shape } }: Value, along: readonly number[], rank: number): boolean =>
  along.some((axis) => (shape.at(axis < 0 ? axis : axis - rank) ?? 1) !== 1);
