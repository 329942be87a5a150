import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { bestLayout, isLarge, layoutRequest } from './bestLayout';
import type { GraphLayout } from './layout';
import { layOut } from './layoutJob';
import type { MeasureText } from './measure';
import type { VisibleGraph } from './visibleGraph';

export type LayoutState = 'done' | 'working' | 'cancelled' | 'failed';

interface LaidOut {
  /** The last one there was, of this graph or of one before it; absent before the first. */
  readonly layout?: GraphLayout;
  /** What is going on with the graph that is wanted. */
  readonly state: LayoutState;
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
  const [given, setGiven] = useState<{ of: typeof request; why: 'cancelled' | 'failed' }>();
  const job = useRef<AbortController>();
  const ended = given?.of === request ? given.why : undefined;
  const isWanted = !atOnce && !ended;
  useEffect(() => {
    if (!isWanted) return;
    const controller = (job.current = new AbortController());
    layOut(request, controller.signal).then(
      (layout) => setLate({ of: request, layout }),
      () => {
        if (!controller.signal.aborted) setGiven({ of: request, why: 'failed' });
      },
    );
    return () => controller.abort();
  }, [request, isWanted]);
  const last = useRef<GraphLayout>();
  last.current = atOnce ?? late?.layout ?? last.current;
  const isDone = atOnce !== undefined || late?.of === request;
  return {
    ...(last.current && { layout: last.current }),
    state: isDone ? 'done' : (ended ?? 'working'),
    cancel: () => {
      setGiven({ of: request, why: 'cancelled' });
      job.current?.abort();
    },
    retry: () => setGiven(undefined),
  };
}
