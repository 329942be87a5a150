import { multiplyAdds } from '../../graph/cost';
import { roles, type GraphNode, type Role } from '../../graph/graph';
import { round } from '../wire/round';
import type { Explanation } from '../protocol/explanation';
import type { ProfiledNode } from './profile';

/** A node the device ran, and the node of our graph it carries out, if that is known. */
export interface ExplainedNode extends ProfiledNode {
  readonly node: GraphNode | undefined;
}

/**
 * Finds our nodes by name: ONNX Runtime keeps the name of a node it fuses others into, or makes a longer one of it; nodes it
 * adds by itself are nobody's.
 */
export function attribute(
  profiled: readonly ProfiledNode[],
  names: ReadonlyMap<GraphNode, string>,
): readonly ExplainedNode[] {
  const known = new Map([...names].map(([node, name]) => [name, node]));
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length);
  const find = (name: string): GraphNode | undefined => {
    const part = known.has(name)
      ? name
      : longestFirst.find((candidate) => name.includes(candidate));
    return part === undefined ? undefined : known.get(part);
  };
  return profiled.map((node) => ({ ...node, node: find(node.name) }));
}

type Totals = Pick<Explanation, 'operators' | 'layers' | 'roles' | 'nodes' | 'profiled'>;

/** The nodes and their sums by operator, by layer in the order of `layers`, and by role. */
export function totals(nodes: readonly ExplainedNode[], layers: readonly string[]): Totals {
  const all = sum(nodes);
  const time = (part: readonly ExplainedNode[]) => ({
    milliseconds: round(sum(part), 4),
    share: round(sum(part) / all, 4),
  });
  const slowestFirst = <T extends { milliseconds: number }>(rows: T[]): T[] =>
    rows.sort((a, b) => b.milliseconds - a.milliseconds);
  const byLayer = new Map(group(nodes, layerOf));
  return {
    profiled: round(all, 4),
    operators: slowestFirst(
      group(nodes, ({ operator }) => operator).map(([operator, part]) => ({
        operator,
        count: part.length,
        ...time(part),
        ...rate(part),
      })),
    ),
    layers: [...layers, undefined].flatMap((layer) => {
      const part = byLayer.get(layer);
      if (!part) return [];
      const times = roles.map((role) => {
        return [role, round(sum(part.filter((node) => roleOf(node) === role)), 4)] as const;
      });
      return [
        {
          ...(layer !== undefined && { layer }),
          ...time(part),
          roles: Object.fromEntries(times) as Record<Role, number>,
        },
      ];
    }),
    roles: [...roles, undefined].flatMap((role) => {
      const part = nodes.filter((node) => roleOf(node) === role);
      if (part.length === 0) return [];
      return [{ ...(role !== undefined && { role }), count: part.length, ...time(part) }];
    }),
    nodes: slowestFirst(
      nodes.map((node) => {
        const { name, operator, inputs, outputs } = node;
        const [layer, role] = [layerOf(node), roleOf(node)];
        return {
          name,
          operator,
          ...(layer !== undefined && { layer }),
          ...(role !== undefined && { role }),
          ...time([node]),
          inputs,
          outputs,
          ...rate([node]),
        };
      }),
    ),
  };
}

const layerOf = ({ node }: ExplainedNode): string | undefined => node?.origin?.layer;
const roleOf = ({ node }: ExplainedNode): Role | undefined => node?.origin?.role;

const sum = (nodes: readonly ExplainedNode[]): number =>
  nodes.reduce((total, { milliseconds }) => total + milliseconds, 0);

/** GFLOP/s of those among the nodes that are products or convolutions. */
function rate(nodes: readonly ExplainedNode[]): { gflops?: number } {
  const products = nodes.filter(({ node }) => node && multiplyAdds(node) > 0);
  const milliseconds = sum(products);
  if (milliseconds === 0) return {};
  const operations = products.reduce((total, { node }) => total + 2 * multiplyAdds(node!), 0);
  return { gflops: round(operations / milliseconds / 1e6, 2) };
}

function group<K>(
  nodes: readonly ExplainedNode[],
  key: (node: ExplainedNode) => K,
): [K, ExplainedNode[]][] {
  const groups = new Map<K, ExplainedNode[]>();
  for (const node of nodes) groups.set(key(node), [...(groups.get(key(node)) ?? []), node]);
  return [...groups];
}
