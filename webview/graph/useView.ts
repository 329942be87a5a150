import { useEffect, useState, type Dispatch, type StateUpdater } from 'preact/hooks';
import type { RefObject } from 'preact';
import { firstView, fitView, zoomAt, type View } from './geometry';
import type { Point, Size } from './layout';

interface ViewControl {
  readonly view: View;
  readonly setView: Dispatch<StateUpdater<View>>;
  /** The user has moved the drawing. */
  readonly moved: boolean;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
}

/**
 * Zoom and pan of a drawing in its frame. Dragging pans; Ctrl or ⌘ with the wheel, or a pinch, zooms at the pointer. The
 * bare wheel is left to the page, which would otherwise be hard to scroll past. A drawing that the user has not moved
 * keeps its first view when frame or drawing change.
 */
export function useView(
  svg: RefObject<SVGSVGElement>,
  drawing: Size,
  frame: Size,
  start: Point,
): ViewControl {
  const [view, setView] = useState<View>(() => firstView(drawing, frame, start));
  const [moved, setMoved] = useState(false);
  const fit = () => {
    setMoved(true);
    setView(fitView(drawing, frame));
  };
  const change: Dispatch<StateUpdater<View>> = (update) => {
    setMoved(true);
    setView(update);
  };
  useEffect(() => {
    if (!moved) setView(firstView(drawing, frame, start));
  }, [drawing.width, drawing.height, frame.width, frame.height]);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    let dragged: { id: number; x: number; y: number } | undefined;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      change((last) => zoomAt(last, Math.exp(-event.deltaY / 200), at));
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('[role=button]')) return;
      dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      if (dragged?.id !== event.pointerId) return;
      const [dx, dy] = [event.clientX - dragged.x, event.clientY - dragged.y];
      dragged = { id: event.pointerId, x: event.clientX, y: event.clientY };
      change((last) => ({ ...last, x: last.x + dx, y: last.y + dy }));
    };
    const onUp = () => (dragged = undefined);
    const stop = new AbortController();
    const options = { signal: stop.signal };
    element.addEventListener('wheel', onWheel, { ...options, passive: false });
    element.addEventListener('pointerdown', onDown, options);
    element.addEventListener('pointermove', onMove, options);
    element.addEventListener('pointerup', onUp, options);
    element.addEventListener('pointercancel', onUp, options);
    return () => stop.abort();
  }, []);

  return {
    view,
    setView: change,
    moved,
    fit,
    zoom: (factor) =>
      change((last) => zoomAt(last, factor, { x: frame.width / 2, y: frame.height / 2 })),
  };
}
