import type { DesignerHostMessage, DesignerMessage } from '../../src/views/designer';

interface WebviewApi {
  postMessage(message: DesignerMessage): void;
}

declare function acquireVsCodeApi(): WebviewApi;

let api: WebviewApi | undefined;

export const post = (message: DesignerMessage): void =>
  (api ??= acquireVsCodeApi()).postMessage(message);

/** Calls `listener` for each message of the host. */
export function onHostMessage(listener: (message: DesignerHostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<DesignerHostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
