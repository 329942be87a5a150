import type { Graph } from '../builder';
import type { Value } from '../graph';
import { rebuildGraph } from './rebuild';

/** Writes operators of our own as the groups of ONNX's they stand for. */
export function expandComposites(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator.body)) return graph;
  return rebuildGraph(graph, (builder, { operator, attributes }, inputs) => {
    const result = operator.body?.(builder, inputs as readonly Value[], attributes);
    return result && [result];
  });
}
