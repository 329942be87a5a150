import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { bestLayout, isLarge, layoutRequest } from './bestLayout';
import type { GraphLayout } from './layout';
import { layOut } from './layoutJob';
import type { MeasureText } from './measure';
import type { VisibleGraph } from './visibleGraph';

interface LaidOut {
  /** The last one there was, of this graph or of one before it; absent before the first. */
  readonly layout?: GraphLayout;
  /** What is going on with the graph that is wanted. */
  readonly state: 'done' | 'working' | 'cancelled';
  readonly cancel: () => void;
  /** Begins again after a cancellation. */
  readonly retry: () => void;
}

/** The layout of a graph: of a small one at once, of a large one from a worker, while the page goes on. */
export function useLayout(
  graph: VisibleGraph,
  width: number,
  maxHeight: number,
  measure: MeasureText,
): LaidOut {
  const request = useMemo(
    () => layoutRequest(graph, width, maxHeight, measure),
    [graph, width, maxHeight, measure],
  );
  const atOnce = useMemo(() => (isLarge(graph) ? undefined : bestLayout(request)), [request]);
  const [late, setLate] = useState<{ of: typeof request; layout: GraphLayout }>();
  const [cancelled, setCancelled] = useState<typeof request>();
  const job = useRef<AbortController>();
  const isWanted = !atOnce && cancelled !== request;
  useEffect(() => {
    if (!isWanted) return;
    const controller = (job.current = new AbortController());
    layOut(request, controller.signal).then(
      (layout) => setLate({ of: request, layout }),
      () => undefined, // it was not wanted any more
    );
    return () => controller.abort();
  }, [request, isWanted]);
  const last = useRef<GraphLayout>();
  last.current = atOnce ?? late?.layout ?? last.current;
  const isDone = atOnce !== undefined || late?.of === request;
  return {
    ...(last.current && { layout: last.current }),
    state: isDone ? 'done' : cancelled === request ? 'cancelled' : 'working',
    cancel: () => {
      setCancelled(request);
      job.current?.abort();
    },
    retry: () => setCancelled(undefined),
  };
}
