import type { Box, Direction, GraphLayout, Point, Size } from './layout';

/** A smooth SVG path through the points that runs along the flow at each of them. */
export function smoothPath(points: readonly Point[], direction: Direction): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${round(first.x)},${round(first.y)}`;
  let last = first;
  for (const point of rest) {
    const middle = direction === 'right' ? (last.x + point.x) / 2 : (last.y + point.y) / 2;
    const [a, b] =
      direction === 'right'
        ? [
            { x: middle, y: last.y },
            { x: middle, y: point.y },
          ]
        : [
            { x: last.x, y: middle },
            { x: point.x, y: middle },
          ];
    path += ` C${round(a.x)},${round(a.y)} ${round(b.x)},${round(b.y)} ${round(point.x)},${round(point.y)}`;
    last = point;
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Zoom and the position of the drawing's origin, in pixels of its frame. */
export interface View extends Point {
  readonly zoom: number;
}

export const leastZoom = 0.15;
/** Below, the smallest text of a box cannot be read. */
export const readableZoom = 0.7;
/** From here on, nobody leans forward to read a box. */
export const easyZoom = 0.85;
export const mostZoom = 3;

/** The view that shows everything, centred, never enlarged. */
export function fitView(drawing: Size, frame: Size): View {
  const zoom = Math.min(1, frame.width / drawing.width, frame.height / drawing.height);
  return centred(drawing, frame, Math.max(leastZoom, zoom));
}

/** The view at first: all of it where the text stays readable, else its beginning, around the point `start`. */
export function firstView(drawing: Size, frame: Size, start: Point): View {
  const zoom = Math.max(readableZoom, fitView(drawing, frame).zoom);
  const view = centred(drawing, frame, zoom);
  const shift = (from: number, length: number, room: number): number =>
    Math.min(0, Math.max(room - length * zoom, room / 2 - from * zoom));
  return {
    zoom,
    x: view.x || shift(start.x, drawing.width, frame.width),
    y: view.y || shift(start.y, drawing.height, frame.height),
  };
}

const centred = (drawing: Size, frame: Size, zoom: number): View => ({
  zoom,
  x: Math.max(0, (frame.width - drawing.width * zoom) / 2),
  y: Math.max(0, (frame.height - drawing.height * zoom) / 2),
});

/** Zooms by a factor and keeps the given point of the frame where it is. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const zoom = Math.min(mostZoom, Math.max(leastZoom, view.zoom * factor));
  const ratio = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The view with a point of the drawing in the middle of the frame. */
export const centreOn = ({ zoom }: View, { x, y }: Point, frame: Size): View => ({
  zoom,
  x: frame.width / 2 - x * zoom,
  y: frame.height / 2 - y * zoom,
});

/** Moves the view as little as needed for a box to be inside the frame. */
export function reveal(view: View, box: Box, frame: Size): View {
  const shift = (low: number, high: number, length: number): number =>
    low < 8 ? 8 - low : high > length - 8 ? length - 8 - high : 0;
  const [x, y] = [view.x + box.x * view.zoom, view.y + box.y * view.zoom];
  const [halfWidth, halfHeight] = [(box.width * view.zoom) / 2, (box.height * view.zoom) / 2];
  return {
    zoom: view.zoom,
    x: view.x + shift(x - halfWidth, x + halfWidth, frame.width),
    y: view.y + shift(y - halfHeight, y + halfHeight, frame.height),
  };
}

const headings: Readonly<Record<string, Point>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

/** The box an arrow key leads to: the nearest that way, where a detour sideways counts double. */
export function neighbour(layout: GraphLayout, from: string, key: string): string | undefined {
  const heading = headings[key];
  const origin = layout.boxes.get(from);
  if (!heading || !origin) return undefined;
  let best: { id: string; distance: number } | undefined;
  for (const [id, box] of layout.boxes) {
    const [dx, dy] = [box.x - origin.x, box.y - origin.y];
    const ahead = dx * heading.x + dy * heading.y;
    const aside = Math.abs(dx * heading.y) + Math.abs(dy * heading.x);
    if (ahead <= 1) continue;
    const distance = ahead + 2 * aside;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}
