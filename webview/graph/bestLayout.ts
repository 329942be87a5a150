import { easyZoom, readableZoom } from './geometry';
import { layoutGraph, type GraphLayout, type Size } from './layout';
import { boxSize, shapeText, type MeasureText } from './measure';
import type { GraphSource } from './source';
import { initiallyFolded, outermostGroups, visibleGraph, type VisibleGraph } from './visibleGraph';

/** Graphs up to so many boxes and edges are laid out at once, larger ones in a worker. */
const atOnce = 160;

/** Edges grow no longer for what is written on them. */
const widest = 110;

export const isLarge = ({ nodes, edges }: VisibleGraph): boolean =>
  nodes.length + edges.length > atOnce;

/** A graph and the room for it, in pixels at 100%; it can be sent to a worker. */
export interface LayoutRequest {
  readonly graph: VisibleGraph;
  /** Of the boxes, by id. */
  readonly sizes: ReadonlyMap<string, Size>;
  /** Room for the widest shape on an edge. */
  readonly gap: number;
  readonly width: number;
  readonly maxHeight: number;
}

export const layoutRequest = (
  graph: VisibleGraph,
  width: number,
  maxHeight: number,
  measure: MeasureText,
): LayoutRequest => ({
  ...{ graph, width, maxHeight },
  gap: Math.min(
    widest,
    12 +
      graph.edges.reduce(
        (most, { shape }) => Math.max(most, measure(shapeText(shape), 'small')),
        0,
      ),
  ),
  sizes: new Map(graph.nodes.map((node) => [node.id, boxSize(node, measure)])),
});

/** Folds big networks, and those whose branches side by side would be cut off. */
export function firstFolds(
  network: GraphSource,
  width: number,
  maxHeight: number,
  measure: MeasureText,
): ReadonlySet<string> {
  const folded = initiallyFolded(network);
  const graph = visibleGraph(network, folded);
  if (isLarge(graph)) return outermostGroups(network);
  const layout = bestLayout(layoutRequest(graph, width, maxHeight, measure));
  const across = layout.direction === 'down' ? layout.width / width : layout.height / maxHeight;
  return across * readableZoom <= 1 ? folded : outermostGroups(network);
}

/** Runs to the right as in a paper where that can be read with ease, else the way that stays larger. */
export function bestLayout({ graph, sizes, gap, width, maxHeight }: LayoutRequest): GraphLayout {
  const zoom = ({ width: w, height: h }: GraphLayout) => Math.min(1, width / w, maxHeight / h);
  const right = layoutGraph(graph, 'right', sizes, gap);
  if (zoom(right) >= easyZoom) return right;
  const down = layoutGraph(graph, 'down', sizes);
  return zoom(right) > zoom(down) ? right : down;
}
