/** Texts by the English ones they stand for, as VS Code loads them for its language. */
export type Words = Readonly<Record<string, string>>;

/** The element that a webview draws in; where texts are translated it carries them, since no script of the page stands in text. */
export const rootElement = (words: Words | undefined): string =>
  words === undefined
    ? '<div id="root"></div>'
    : `<div id="root" data-words="${escapeHtml(JSON.stringify(words))}"></div>`;

/** Text as HTML shows it, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
