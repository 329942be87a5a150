import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { ActivationFunction, OutputItem } from 'vscode-notebook-renderer';
import type { OutputsMessage, RendererMessage, WordsMessage } from '../../src/views/messages';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving, saverOf } from '../ui/saving';
import { Notice } from '../ui/status';
import { ChangedNotice, outputId } from './changedNotice';
import { Output } from './output';
import { outputStyles } from './styles';

/**
 * The notebook renderer. An output that arrives again in the same element is compared with what is there and changed in
 * place: live curves neither flash nor lose what the user chose.
 */
export const activate: ActivationFunction = (context) => {
  const post =
    context.postMessage && ((message: RendererMessage) => context.postMessage?.(message));
  const saver = post && saverOf(post);
  const styles = outputStyles();
  loadIcons();
  const shown = new Map<string, { readonly item: OutputItem; readonly root: ShadowRoot }>();
  let words: WordsMessage['words'] | undefined;
  let changed: ReadonlySet<string> = new Set();

  const dispose = (id: string): void => {
    const root = shown.get(id)?.root;
    shown.delete(id);
    // An element may have been given to another output in the meantime.
    if (root && ![...shown.values()].some((other) => other.root === root)) render(null, root);
  };
  const draw = (item: OutputItem, root: ShadowRoot): void =>
    render(
      // In other words everything is drawn anew.
      <Frame key={words ? 'translated' : 'english'}>
        {changed.has(outputId(item)) && <ChangedNotice output={outputId(item)} post={post} />}
        <Saving.Provider value={saver}>{content(item, post)}</Saving.Provider>
      </Frame>,
      root,
    );

  // The renderer has no language of its own: outputs are English until the host says otherwise, if it does.
  context.onDidReceiveMessage?.((message: OutputsMessage) => {
    if (message.type === 'changed') changed = new Set(message.outputs);
    else if (words) return;
    else l10n.config({ contents: (words = message.words) });
    for (const { item, root } of shown.values()) draw(item, root);
  });
  post?.({ type: 'ready' });

  return {
    renderOutputItem(item, element) {
      const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [styles];
      shown.set(item.id, { item, root });
      draw(item, root);
    },
    disposeOutputItem(id) {
      if (id === undefined) [...shown.keys()].forEach(dispose);
      else dispose(id);
    },
  };
};

function content(
  item: { readonly mime: string; json(): unknown },
  post: ((message: RendererMessage) => void) | undefined,
) {
  try {
    return <Output mime={item.mime} payload={item.json()} post={post} />;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return <Notice kind="error" message={l10n.t('This output cannot be read.')} hint={reason} />;
  }
}
