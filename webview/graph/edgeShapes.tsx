import type { Box, GraphLayout } from './layout';
import { shapeText } from './measure';
import type { GraphEdge } from './visibleGraph';

interface EdgeShapesProps {
  readonly layout: GraphLayout;
  /** Of such edges the shape stands on a label. */
  readonly isActive: (edge: GraphEdge) => boolean;
}

/** The shapes that leave the boxes, each written once where its edges begin. */
export function EdgeShapes({ layout, isActive }: EdgeShapesProps) {
  const labelled = new Set(layout.routes.filter(isActive).map(({ from }) => from));
  return (
    <g aria-hidden="true">
      {shapeLabels(layout)
        .filter(({ from }) => !labelled.has(from))
        .map(({ from, text, box, side }) => (
          <text
            key={from}
            class="dnn-edge-shape"
            {...(layout.direction === 'right'
              ? { x: box.x + box.width / 2 + 5, y: box.y + (side < 0 ? -5 : 13) }
              : {
                  ...{ x: box.x + 6 * side, y: box.y + box.height / 2 + 13 },
                  'text-anchor': side < 0 ? 'end' : 'start',
                })}
          >
            {text}
          </text>
        ))}
    </g>
  );
}

interface ShapeLabel {
  readonly from: string;
  readonly text: string;
  readonly box: Box;
  /** Where no edge bends across it: −1 above or to the left, 1 below or to the right. */
  readonly side: -1 | 1;
}

/** Far enough from straight to cross what is written beside the line. */
const bend = 12;

/**
 * None for edges that spread to both sides, whose shape is on the box, nor for a folded group that several shapes leave: each of its edges
 * tells its own when it is pointed at.
 */
export function shapeLabels({
  routes,
  boxes,
  direction,
}: Pick<GraphLayout, 'routes' | 'boxes' | 'direction'>): readonly ShapeLabel[] {
  const axis = direction === 'right' ? 'y' : 'x';
  const leaving = new Map<string, { shapes: Set<string>; bends: Set<number> }>();
  for (const { from, shape, points } of routes) {
    const known = leaving.get(from) ?? { shapes: new Set(), bends: new Set() };
    known.shapes.add(shapeText(shape));
    const [start, next] = points;
    const across = start && next ? next[axis] - start[axis] : 0;
    if (Math.abs(across) > bend) known.bends.add(Math.sign(across));
    leaving.set(from, known);
  }
  return [...leaving].flatMap(([from, { shapes, bends }]): ShapeLabel[] => {
    const [text] = shapes;
    const box = boxes.get(from);
    if (!box || !text || shapes.size > 1 || bends.size > 1) return [];
    const usual = direction === 'right' ? -1 : 1;
    return [{ from, text, box, side: bends.has(usual) ? (-usual as -1 | 1) : usual }];
  });
}
