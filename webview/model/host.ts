import type { ModelHostMessage, ModelMessage } from '../../src/views/model';

declare function acquireVsCodeApi(): { postMessage(message: ModelMessage): void };

let api: ReturnType<typeof acquireVsCodeApi> | undefined;

export const post = (message: ModelMessage): void =>
  (api ??= acquireVsCodeApi()).postMessage(message);

/** Calls `listener` for each message of the host. */
export function onHostMessage(listener: (message: ModelHostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<ModelHostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
