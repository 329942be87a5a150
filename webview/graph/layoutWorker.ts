import { bestLayout, type LayoutRequest } from './bestLayout';
import type { GraphLayout } from './layout';

export type LayoutResult = { readonly layout: GraphLayout } | { readonly failed: true };

/** Lays out a graph in a thread of its own, which ends when the page has the result or wants it no more. */
self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(laidOut(data));

/** Dagre calls itself along the edges: a chain of thousands is too deep for it. */
function laidOut(request: LayoutRequest): LayoutResult {
  try {
    return { layout: bestLayout(request) };
  } catch {
    return { failed: true };
  }
}
