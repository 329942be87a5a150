import type { TemplatesHostMessage, TemplatesMessage } from '../../src/views/templates';

interface WebviewApi {
  postMessage(message: TemplatesMessage): void;
}

declare function acquireVsCodeApi(): WebviewApi;

let api: WebviewApi | undefined;

export const post = (message: TemplatesMessage): void =>
  (api ??= acquireVsCodeApi()).postMessage(message);

/** Calls `listener` for each message of the host. */
export function onTemplates(listener: (message: TemplatesHostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<TemplatesHostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
