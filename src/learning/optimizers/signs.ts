import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';

/** 1 where x compares so with zero, else 0. */
export const mask = (
  graph: GraphBuilder,
  comparison: 'Greater' | 'Less' | 'Equal',
  x: Value,
): Value => graph.cast(graph.apply(comparison, [x, graph.scalar(0)]), { to: 1 });

/** −1, 0 or 1; from comparisons, which every provider has. */
export const signOf = (graph: GraphBuilder, x: Value): Value =>
  graph.sub(mask(graph, 'Greater', x), mask(graph, 'Less', x));
