import * as l10n from '@vscode/l10n';

/** The element of the page to draw in. Texts from now on are those it carries (`rootElement`); without any they are English. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById('root') ?? document.body;
  const { words } = root.dataset;
  if (words !== undefined) l10n.config({ contents: words });
  return root;
}
