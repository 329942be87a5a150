import type { ComparisonHostMessage, ComparisonMessage } from '../../src/views/comparison';

declare function acquireVsCodeApi(): { postMessage(message: ComparisonMessage): void };

let api: ReturnType<typeof acquireVsCodeApi> | undefined;

export const post = (message: ComparisonMessage): void =>
  (api ??= acquireVsCodeApi()).postMessage(message);

/** Calls `listener` for each message of the host. */
export function onHostMessage(listener: (message: ComparisonHostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<ComparisonHostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
