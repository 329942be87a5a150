import address from 'worker:./layoutWorker';
import { bestLayout, type LayoutRequest } from './bestLayout';
import type { GraphLayout } from './layout';

/** Lays out a graph in a worker, which `signal` ends; where none can be started, in the page. */
export function layOut(request: LayoutRequest, signal: AbortSignal): Promise<GraphLayout> {
  return new Promise((resolve, reject) => {
    const here = () => resolve(bestLayout(request));
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
    worker.onmessage = ({ data }: MessageEvent<GraphLayout>) => {
      end();
      resolve(data);
    };
    // A content policy may refuse it only now.
    worker.onerror = () => {
      end();
      if (!signal.aborted) here();
    };
    worker.postMessage(request);
  });
}
