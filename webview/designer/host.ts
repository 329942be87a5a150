import type {
  DesignerHostMessage,
  DesignerMessage,
  DesignerState,
  FieldAnswer,
} from '../../src/views/designer';

interface WebviewApi {
  postMessage(message: DesignerMessage): void;
}

declare function acquireVsCodeApi(): WebviewApi;

let api: WebviewApi | undefined;

export const post = (message: DesignerMessage): void =>
  (api ??= acquireVsCodeApi()).postMessage(message);

/** Calls `listener` with each state that the host tells. */
export function onState(listener: (state: DesignerState) => void): () => void {
  return onMessage((message) => {
    if (message.type === 'state') listener(message.state);
  });
}

let lastQuestion = 0;

/** Asks the host what the language says of a field's content. */
export function askField(
  asked: Omit<Extract<DesignerMessage, { type: 'field' }>, 'type' | 'id'>,
): Promise<FieldAnswer | undefined> {
  const id = ++lastQuestion;
  return new Promise((resolve) => {
    const stop = onMessage((message) => {
      if (message.type !== 'answer' || message.id !== id) return;
      stop();
      resolve(message.answer);
    });
    post({ type: 'field', id, ...asked });
  });
}

function onMessage(listener: (message: DesignerHostMessage) => void): () => void {
  const handle = ({ data }: MessageEvent<DesignerHostMessage>) => listener(data);
  window.addEventListener('message', handle);
  return () => window.removeEventListener('message', handle);
}
