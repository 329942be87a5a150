import { bestLayout, type LayoutRequest } from './bestLayout';

/** Lays out a graph in a thread of its own, which ends when the page has the result or wants it no more. */
self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(bestLayout(data));
