import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Width in CSS pixels of the referenced element, 0 before it is laid out. */
export function useWidth<E extends Element>(): [RefObject<E>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    setWidth(Math.floor(element.getBoundingClientRect().width));
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** A value as the last frame shows it: what changes more often is drawn no more often. */
export function useEachFrame<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const request = useRef<number>();
  latest.current = value;
  useEffect(() => {
    if (request.current !== undefined || shown === latest.current) return;
    request.current = requestAnimationFrame(() => {
      request.current = undefined;
      setShown(latest.current);
    });
  });
  useEffect(() => () => cancelAnimationFrame(request.current ?? 0), []);
  return shown;
}

let lastId = 0;

/** An element id that is unique in the document, for ARIA references. */
export function useUniqueId(prefix: string): string {
  const [id] = useState(() => `dnn-${prefix}-${++lastId}`);
  return id;
}
