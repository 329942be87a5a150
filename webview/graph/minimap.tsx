import { useMemo, useRef } from 'preact/hooks';
import type { View } from './geometry';
import type { GraphLayout, Point, Size } from './layout';

interface MinimapProps {
  readonly layout: GraphLayout;
  readonly view: View;
  readonly frame: Size;
  /** Puts a point of the drawing into the middle of the frame. */
  readonly onMove: (to: Point) => void;
}

/** Its sides, within bounds: of a long chain the short side is stretched until it can be seen. */
const [most, least] = [{ width: 150, height: 110 }, 36];

/** Fewer boxes are found without it. */
const fewest = 12;

/** Whether a graph is worth a map: some of many boxes are out of sight. */
export const needsMap = (layout: GraphLayout, view: View, frame: Size): boolean =>
  layout.nodes.length > fewest &&
  frame.width >= 2 * most.width &&
  (layout.width * view.zoom > frame.width + 1 || layout.height * view.zoom > frame.height + 1);

/**
 * The whole graph in a corner, with what is in sight framed; dragging pans. For the pointer alone: with the keyboard one goes from box to
 * box.
 */
export function Minimap({ layout, view, frame, onMove }: MinimapProps) {
  const svg = useRef<SVGSVGElement>(null);
  const boxes = useMemo(() => <Boxes layout={layout} />, [layout]);
  const scale = Math.min(most.width / layout.width, most.height / layout.height);
  const side = (length: number) => Math.max(least, length * scale);
  const move = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return;
    onMove({
      x: ((event.clientX - box.left) / box.width) * layout.width,
      y: ((event.clientY - box.top) / box.height) * layout.height,
    });
  };
  return (
    <svg
      ref={svg}
      class="dnn-minimap"
      aria-hidden="true"
      width={side(layout.width)}
      height={side(layout.height)}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      preserveAspectRatio="none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
      }}
    >
      {boxes}
      <rect
        class="dnn-minimap-view"
        x={-view.x / view.zoom}
        y={-view.y / view.zoom}
        width={frame.width / view.zoom}
        height={frame.height / view.zoom}
      />
    </svg>
  );
}

const Boxes = ({ layout: { nodes, boxes } }: Pick<MinimapProps, 'layout'>) => (
  <g>
    {nodes.map(({ id, family, isProblem }) => {
      const box = boxes.get(id);
      if (!box) return null;
      return (
        <rect
          key={id}
          class={`dnn-minimap-box dnn-family-${family}${isProblem ? ' dnn-problem' : ''}`}
          x={box.x - box.width / 2}
          y={box.y - box.height / 2}
          width={box.width}
          height={box.height}
        />
      );
    })}
  </g>
);
