import { formatShape } from '../../src/text/numbers';
import { smoothPath } from './geometry';
import type { GraphLayout, Point } from './layout';
import type { GraphEdge } from './visibleGraph';

interface EdgesProps {
  readonly layout: GraphLayout;
  readonly isActive: (edge: GraphEdge) => boolean;
  readonly onHover: (edge: GraphEdge | undefined) => void;
  /** Unique in the document. */
  readonly markerId: string;
}

/** The edges with their arrow heads. */
export const Edges = ({ layout, isActive, onHover, markerId }: EdgesProps) => (
  <g>
    <defs>
      <marker
        id={markerId}
        viewBox="0 0 8 8"
        refX="7.5"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path class="dnn-arrow" d="M0.5,1 L7.5,4 L0.5,7 Z" />
      </marker>
    </defs>
    {layout.routes.map((edge) => {
      const path = smoothPath(edge.points, layout.direction);
      return (
        <g
          key={`${edge.from}→${edge.to}`}
          class={isActive(edge) ? 'dnn-edge dnn-active' : 'dnn-edge'}
          data-edge-from={edge.from}
          data-edge-to={edge.to}
          onPointerEnter={() => onHover(edge)}
          onPointerLeave={() => onHover(undefined)}
        >
          <path class="dnn-edge-reach" d={path} />
          <path class="dnn-edge-line" d={path} marker-end={`url(#${markerId})`} />
        </g>
      );
    })}
  </g>
);

/** The shapes that flow along the active edges, on top of everything. */
export const EdgeLabels = ({ layout, isActive }: Pick<EdgesProps, 'layout' | 'isActive'>) => (
  <g>
    {layout.routes.filter(isActive).map(({ from, to, shape, points }) => {
      const text = formatShape(shape);
      const at = labelPlace(points);
      return (
        <g key={`${from}→${to}`} class="dnn-edge-label" transform={`translate(${at.x} ${at.y})`}>
          <rect
            x={-text.length * 3.4 - 5}
            y="-9"
            width={text.length * 6.8 + 10}
            height="18"
            rx="4"
          />
          <text text-anchor="middle" y="3.5">
            {text}
          </text>
        </g>
      );
    })}
  </g>
);

function labelPlace(points: readonly Point[]): Point {
  const after = Math.ceil((points.length - 1) / 2);
  const [a, b] = [points[after - 1] ?? { x: 0, y: 0 }, points[after] ?? { x: 0, y: 0 }];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
