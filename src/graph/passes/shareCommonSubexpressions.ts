import type { Graph } from '../builder';
import type { GraphNode, Value } from '../graph';
import { rewriteGraph } from './rewrite';

/** Computes equal nodes (same operator, inputs and attributes) once. Operators here have no hidden state. */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const known = new Map<string, Value>();
  return rewriteGraph(graph, (node) => {
    if (node.outputs.length !== 1) return undefined;
    const key = keyOf(node);
    const earlier = known.get(key);
    if (earlier) return earlier;
    known.set(key, node.outputs[0]);
    return undefined;
  });
}

const keyOf = ({ operator, inputs, attributes }: GraphNode): string =>
  JSON.stringify(
    [operator.domain, operator.name, inputs.map((input) => input?.name), sorted(attributes)],
    (_, value: unknown) => {
      if (typeof value === 'bigint') return `${value}n`;
      return ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
    },
  );

const sorted = (attributes: GraphNode['attributes']): [string, unknown][] =>
  Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
