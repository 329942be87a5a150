import type { NetworkPayload } from '../../src/views/payloads';
import { easyZoom, readableZoom } from './geometry';
import { layoutGraph, type GraphLayout } from './layout';
import { boxSize, type MeasureText } from './measure';
import { initiallyFolded, outermostGroups, visibleGraph, type VisibleGraph } from './visibleGraph';

/** Folds big networks, and those whose branches side by side would be cut off. */
export function firstFolds(
  network: NetworkPayload,
  width: number,
  maxHeight: number,
  measure: MeasureText,
): ReadonlySet<string> {
  const folded = initiallyFolded(network);
  const layout = bestLayout(visibleGraph(network, folded), width, maxHeight, measure);
  const across = layout.direction === 'down' ? layout.width / width : layout.height / maxHeight;
  return across * readableZoom <= 1 ? folded : outermostGroups(network);
}

/** Runs to the right as in a paper where that can be read with ease, else the way that stays larger. */
export function bestLayout(
  graph: VisibleGraph,
  width: number,
  maxHeight: number,
  measure: MeasureText,
): GraphLayout {
  const size = (node: VisibleGraph['nodes'][number]) => boxSize(node, measure);
  const zoom = ({ width: w, height: h }: GraphLayout) => Math.min(1, width / w, maxHeight / h);
  const right = layoutGraph(graph, 'right', size);
  if (zoom(right) >= easyZoom) return right;
  const down = layoutGraph(graph, 'down', size);
  return zoom(right) > zoom(down) ? right : down;
}
