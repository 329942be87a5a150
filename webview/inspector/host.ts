import type { HostMessage, InspectorMessage, InspectorState } from '../../src/views/messages';

export const tabIds = ['graph', 'training', 'layers', 'features', 'evaluation', 'results'] as const;
export type TabId = (typeof tabIds)[number];

/** What the webview remembers by itself while it is hidden or its window reloads; the rest comes from the host. */
export interface Remembered {
  readonly tab: TabId;
  readonly notebook?: string | undefined;
  readonly network?: string | undefined;
  readonly sample?: InspectorState['sample'];
}

interface WebviewApi {
  postMessage(message: InspectorMessage): void;
  getState(): Remembered | undefined;
  setState(state: Remembered): void;
}

declare function acquireVsCodeApi(): WebviewApi;

let api: WebviewApi | undefined;
const vscode = (): WebviewApi => (api ??= acquireVsCodeApi());

export const post = (message: InspectorMessage): void => vscode().postMessage(message);

export const remember = (state: Remembered): void => vscode().setState(state);

/** What was remembered, as far as it can be understood. */
export function remembered(): Remembered {
  const state = vscode().getState();
  return state && tabIds.includes(state.tab) ? state : { tab: 'graph' };
}

/** Calls `listener` for each message of the host. */
export function onHostMessage(listener: (message: HostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<HostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
