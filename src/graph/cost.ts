import type { Graph } from './builder';
import type { GraphNode } from './graph';

/** Multiply-adds of a matrix product or convolution of known lengths; 0 for any other operator. */
export const multiplyAdds = (node: GraphNode): number => node.operator.multiplyAdds?.(node) ?? 0;

/** Floating-point operations of all matrix products and convolutions in a graph: two for each multiply-add. */
export const floatingPointOperations = (graph: Graph): number =>
  graph.nodes.reduce((total, node) => total + 2 * multiplyAdds(node), 0);
