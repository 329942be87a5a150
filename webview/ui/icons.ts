import font from '@vscode/codicons/dist/codicon.ttf';

/**
 * Makes VS Code's icon font known to the document, in whose shadow roots style sheets can declare none; the browser loads it when a
 * first icon is drawn.
 */
export function loadIcons(): void {
  const url = new URL(font, import.meta.url);
  document.fonts.add(new FontFace('dnn-codicon', `url("${url.href}")`));
}
