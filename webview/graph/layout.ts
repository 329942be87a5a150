import dagre from '@dagrejs/dagre';
import type { GraphEdge, GraphGroup, VisibleGraph } from './visibleGraph';

export type Direction = 'right' | 'down';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In pixels at 100%. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Centre and size. */
export interface Box extends Point, Size {}

export interface GraphLayout extends VisibleGraph {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly frames: readonly (GraphGroup & { readonly box: Box })[];
  readonly routes: readonly (GraphEdge & { readonly points: readonly Point[] })[];
}

/** Places the boxes in layers along the direction of the data flow (Sugiyama's method, by dagre). */
export function layoutGraph(
  graph: VisibleGraph,
  direction: Direction,
  sizes: ReadonlyMap<string, Size>,
  /** Room for what is written on the edges. */
  gap = 0,
): GraphLayout {
  const drawing = new dagre.graphlib.Graph<object, Box, { points?: Point[] }>({ compound: true });
  drawing.setGraph({
    rankdir: direction === 'right' ? 'LR' : 'TB',
    nodesep: direction === 'right' ? 18 : 24,
    ranksep: direction === 'right' ? Math.max(30, gap) : 26,
    edgesep: 16,
    marginx: 12,
    marginy: 12,
  });
  for (const { id } of graph.groups)
    drawing.setNode(frameId(id), { x: 0, y: 0, width: 0, height: 0 });
  for (const { id } of graph.nodes)
    drawing.setNode(id, { x: 0, y: 0, ...(sizes.get(id) ?? { width: 0, height: 0 }) });
  for (const { id, parent } of graph.groups)
    if (parent) drawing.setParent(frameId(id), frameId(parent));
  for (const { id, parent } of graph.nodes) if (parent) drawing.setParent(id, frameId(parent));
  for (const { from, to } of graph.edges) drawing.setEdge(from, to, {});
  dagre.layout(drawing);

  const boxes = new Map(graph.nodes.map(({ id }) => [id, { ...drawing.node(id) }]));
  const { width = 0, height = 0 } = drawing.graph() as { width?: number; height?: number };
  return {
    ...graph,
    direction,
    width,
    height,
    boxes,
    frames: graph.groups.map((group) => ({
      ...group,
      box: { ...drawing.node(frameId(group.id)) },
    })),
    routes: graph.edges.map((edge) => ({
      ...edge,
      points: route(
        boxes.get(edge.from),
        boxes.get(edge.to),
        drawing.edge(edge.from, edge.to).points ?? [],
        direction,
      ),
    })),
  };
}

const frameId = (group: string): string => `frame:${group}`;

/** Edges leave and enter at the middle of the sides that face the flow; between, dagre's way round the boxes. */
function route(
  from: Box | undefined,
  to: Box | undefined,
  points: readonly Point[],
  direction: Direction,
): readonly Point[] {
  if (!from || !to) return points;
  const start =
    direction === 'right'
      ? { x: from.x + from.width / 2, y: from.y }
      : { x: from.x, y: from.y + from.height / 2 };
  const end =
    direction === 'right'
      ? { x: to.x - to.width / 2, y: to.y }
      : { x: to.x, y: to.y - to.height / 2 };
  // The first, last and, on short edges, the single middle point only bend the line.
  const middle = points.length > 3 ? points.slice(1, -1) : [];
  return [start, ...middle, end];
}
