import type { NetworkPayload } from '../../src/views/payloads';
import { easyZoom, readableZoom } from './geometry';
import { layoutGraph, type GraphLayout, type Size } from './layout';
import { boxSize, type MeasureText } from './measure';
import { initiallyFolded, outermostGroups, visibleGraph, type VisibleGraph } from './visibleGraph';

/** Graphs up to so many boxes and edges are laid out at once, larger ones in a worker. */
const atOnce = 160;

export const isLarge = ({ nodes, edges }: VisibleGraph): boolean =>
  nodes.length + edges.length > atOnce;

/** A graph and the room for it, in pixels at 100%; it can be sent to a worker. */
export interface LayoutRequest {
  readonly graph: VisibleGraph;
  /** Of the boxes, by id. */
  readonly sizes: ReadonlyMap<string, Size>;
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
  sizes: new Map(graph.nodes.map((node) => [node.id, boxSize(node, measure)])),
});

/** Folds big networks, and those whose branches side by side would be cut off. */
export function firstFolds(
  network: NetworkPayload,
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
export function bestLayout({ graph, sizes, width, maxHeight }: LayoutRequest): GraphLayout {
  const zoom = ({ width: w, height: h }: GraphLayout) => Math.min(1, width / w, maxHeight / h);
  const right = layoutGraph(graph, 'right', sizes);
  if (zoom(right) >= easyZoom) return right;
  const down = layoutGraph(graph, 'down', sizes);
  return zoom(right) > zoom(down) ? right : down;
}
