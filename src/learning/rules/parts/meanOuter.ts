import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';

/** The mean of y xᵀ over `count` rows of both: [N, units] and [N, inputs] make [units, inputs]. */
export const meanOuter = (graph: GraphBuilder, y: Value, x: Value, count: number): Value =>
  graph.mul(graph.gemm(y, x, { transA: 1 }), 1 / count);
