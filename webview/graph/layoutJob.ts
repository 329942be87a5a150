import address from 'worker:./layoutWorker';
import { bestLayout, type LayoutRequest } from './bestLayout';
import type { GraphLayout } from './layout';
import type { LayoutResult } from './layoutWorker';

/** Lays out a graph in a worker, which `signal` ends; where none can be started, in the page. Fails where the graph is too deep. */
export function layOut(request: LayoutRequest, signal: AbortSignal): Promise<GraphLayout> {
  return new Promise((resolve, reject) => {
    const here = () => resolve(Promise.resolve(request).then(bestLayout));
    let worker: Worker;
    try {
      worker = new Worker(address);
    } catch {
      return here();
    }
    const end = () => worker.terminate();
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason as Error);
    });
    worker.onmessage = ({ data }: MessageEvent<LayoutResult>) => {
      end();
      if ('layout' in data) resolve(data.layout);
      else reject(new RangeError('The graph is too deep.'));
    };
    // A content policy may refuse it only now.
    worker.onerror = () => {
      end();
      if (!signal.aborted) here();
    };
    worker.postMessage(request);
  });
}
