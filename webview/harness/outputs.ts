import { activate } from '../renderer/main';
import type { OutputsMessage, RendererMessage, WordsMessage } from '../../src/views/messages';
import { mimeTypes } from '../../src/views/payloads';
import { cellSnapshot } from '../../src/views/training';
import { data, error, failed, inspection, paused, rate, training } from './fixtures';
import { branchy, deep, lenet5 } from './networks';

/** A page with notebook outputs: the one named in the address (`?view=network`). */

const views: Readonly<Record<string, readonly [mime: string, payload: () => unknown]>> = {
  data: [mimeTypes.data, data],
  network: [mimeTypes.network, () => lenet5],
  branches: [mimeTypes.network, () => branchy],
  deep: [mimeTypes.network, () => deep],
  running: [mimeTypes.training, () => cellSnapshot(training(470))],
  trained: [mimeTypes.training, () => cellSnapshot(training())],
  paused: [mimeTypes.training, () => cellSnapshot(paused())],
  failed: [mimeTypes.training, failed],
  rate: [mimeTypes.rate, rate],
  noRate: [mimeTypes.rate, () => rate(false)],
  inspection: [mimeTypes.inspection, inspection],
  // Shown with what is recorded only.
  forecast: [mimeTypes.forecast, () => null],
  error: [mimeTypes.error, error],
};

const sent: unknown[] = [];
let tell: (message: OutputsMessage) => void = () => undefined;

/** What the page carries stands for the language of VS Code. */
function tellWords(): void {
  const { words } = document.getElementById('root')?.dataset ?? {};
  if (words !== undefined)
    tell({ type: 'words', words: JSON.parse(words) as WordsMessage['words'] });
}

const renderer = activate({
  workspace: { isTrusted: true },
  getState: () => undefined,
  setState: () => undefined,
  getRenderer: () => Promise.resolve(undefined),
  postMessage(message: RendererMessage) {
    if (message.type === 'ready') setTimeout(tellWords);
    else sent.push(message);
  },
  onDidReceiveMessage(listener: (message: OutputsMessage) => void) {
    tell = listener;
    return { dispose: () => undefined };
  },
});

const element = document.createElement('div');
document.body.append(element);

/** Shows a view with a payload of its own, or with another one. */
async function show(view: string, given?: unknown): Promise<void> {
  const [mime, payload] = views[view] ?? [];
  if (!mime || !payload) throw new Error(`There is no view ${view}.`);
  const started = await renderer;
  const text = JSON.stringify(given ?? payload());
  Object.assign(window, { payload: JSON.parse(text) as unknown });
  await started?.renderOutputItem(
    {
      id: 'output',
      mime,
      metadata: {},
      text: () => text,
      json: () => JSON.parse(text) as unknown,
      data: () => new TextEncoder().encode(text),
      blob: () => new Blob([text]),
    },
    element,
    new AbortController().signal,
  );
}

Object.assign(window, { show, sent });
void show(new URLSearchParams(location.search).get('view') ?? 'network');
