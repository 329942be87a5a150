import type { Graph } from './builder';
import type { GraphNode, Value } from './graph';
import { flagOf } from './attributes';

const count = (lengths: readonly (number | string)[]): number =>
  lengths.reduce<number>((product, length) => product * Number(length), 1);

const shapeOf = (value: Value | undefined): readonly (number | string)[] => value?.type.shape ?? [];

/** Multiply-adds of a matrix product or convolution of known lengths; 0 for any other operator. */
export function multiplyAdds({ operator, inputs, outputs, attributes }: GraphNode): number {
  const [a, b] = inputs.map(shapeOf);
  const result = count(outputs[0].type.shape);
  switch (operator.name) {
    case 'MatMul':
      return result * Number(a.at(-1));
    case 'Gemm':
      return result * Number(a[flagOf(attributes, 'transA', false) ? 0 : 1]);
    case 'Conv':
      return result * count(b.slice(1));
    case 'ConvTranspose':
      return count(a) * count(b.slice(1));
    default:
      return 0;
  }
}

/** Floating-point operations of all matrix products and convolutions in a graph: two for each multiply-add. */
export const floatingPointOperations = (graph: Graph): number =>
  graph.nodes.reduce((total, node) => total + 2 * multiplyAdds(node), 0);
