import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { ActivationFunction } from 'vscode-notebook-renderer';
import type { RendererMessage } from '../../src/views/messages';
import { Frame } from '../ui/frame';
import { Saving } from '../ui/saving';
import { Notice } from '../ui/status';
import { Output } from './output';
import { outputStyles } from './styles';

/**
 * The notebook renderer. An output that arrives again in the same element is compared with what is there and changed in
 * place: live curves neither flash nor lose what the user chose.
 */
export const activate: ActivationFunction = (context) => {
  const post =
    context.postMessage && ((message: RendererMessage) => context.postMessage?.(message));
  const save = post && ((name: string, text: string) => post({ type: 'save', name, text }));
  const styles = outputStyles();
  const roots = new Map<string, ShadowRoot>();
  const dispose = (id: string): void => {
    const root = roots.get(id);
    roots.delete(id);
    // An element may have been given to another output in the meantime.
    if (root && ![...roots.values()].includes(root)) render(null, root);
  };
  return {
    renderOutputItem(item, element) {
      const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [styles];
      roots.set(item.id, root);
      render(
        <Frame>
          <Saving.Provider value={save}>{content(item, post)}</Saving.Provider>
        </Frame>,
        root,
      );
    },
    disposeOutputItem(id) {
      if (id === undefined) [...roots.keys()].forEach(dispose);
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
