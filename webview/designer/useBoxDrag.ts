import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** So far a pointer moves before it drags: less is a click. */
const least = 6;

export interface BoxDrag {
  readonly box: string;
  /** Of the pointer, in the window. */
  readonly x: number;
  readonly y: number;
}

interface BoxDragHandlers {
  readonly canDrag: (box: string) => boolean;
  /** What is below the pointer, undefined when nothing is dragged any more. */
  readonly onOver: (below: Element | undefined) => void;
  readonly onDrop: (box: string, below: Element | null) => void;
}

/** Boxes of the graph that are taken along by the pointer; Escape lets go. */
export function useBoxDrag({ canDrag, onOver, onDrop }: BoxDragHandlers) {
  const begun = useRef<BoxDrag & { readonly pointer: number }>();
  /** The click that ends a drag selects nothing. */
  const wasDragged = useRef(false);
  const [drag, setDrag] = useState<BoxDrag>();
  const end = () => {
    begun.current = undefined;
    setDrag(undefined);
    onOver(undefined);
  };
  const handlers: JSX.HTMLAttributes<HTMLDivElement> = {
    onPointerDown: ({ button, target, pointerId, clientX: x, clientY: y }) => {
      wasDragged.current = false;
      const node = target instanceof Element ? target.closest<SVGElement>('[data-node]') : null;
      const box = node?.dataset.node;
      if (button === 0 && box !== undefined && canDrag(box))
        begun.current = { box, x, y, pointer: pointerId };
    },
    onPointerMove: ({ currentTarget, pointerId, clientX: x, clientY: y }) => {
      const start = begun.current;
      if (start?.pointer !== pointerId) return;
      if (!drag && Math.hypot(x - start.x, y - start.y) < least) return;
      if (!drag) currentTarget.setPointerCapture(pointerId);
      wasDragged.current = true;
      setDrag({ box: start.box, x, y });
      onOver(document.elementFromPoint(x, y) ?? undefined);
    },
    onPointerUp: ({ clientX, clientY }) => {
      if (drag) onDrop(drag.box, document.elementFromPoint(clientX, clientY));
      end();
    },
    onPointerCancel: end,
    onClickCapture: (event) => {
      if (wasDragged.current) event.stopPropagation();
      wasDragged.current = false;
    },
    onKeyDownCapture: (event) => {
      if (!drag || event.key !== 'Escape') return;
      event.stopPropagation();
      end();
    },
  };
  return { drag, handlers };
}
