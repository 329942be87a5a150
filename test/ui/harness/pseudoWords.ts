import type { Page } from 'playwright-core';
import { exportedWords } from '../../../scripts/words.mjs';
import type { Words } from '../../../src/extension/inspector/rootElement';

/** A language without ASCII letters, made of the English texts: what is still written in them has not been translated. */

/** Letters of the mathematical alphabet, as far from `a` as from `A`. */
const strange = (letter: string): string =>
  String.fromCodePoint(
    letter >= 'a' ? 0x1d41a + letter.charCodeAt(0) - 97 : 0x1d400 + letter.charCodeAt(0) - 65,
  );

/** `Map {0}` → `⟦𝐌𝐚𝐩 {0}⟧` */
const translated = (text: string): string =>
  `⟦${text.replace(/\{\d+\}|[a-zA-Z]/g, (found) => (found.length > 1 ? found : strange(found)))}⟧`;

export const pseudoWords: Words = Object.fromEntries(
  Object.entries(exportedWords()).map(([key, text]) => [
    key,
    translated(typeof text === 'string' ? text : text.message),
  ]),
);

/** Texts and names of a page as they are shown or read, without what stands as code. */
export const textsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const attributes = [
      ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
      ...['title', 'alt', 'placeholder'],
    ];
    const texts = new Set<string>();
    const left: Node[] = [document.body];
    for (let node = left.pop(); node; node = left.pop()) {
      if (node instanceof Text) texts.add(node.data);
      if (node instanceof Element) {
        if (['CODE', 'PRE', 'STYLE', 'SCRIPT'].includes(node.tagName)) continue;
        for (const name of attributes) texts.add(node.getAttribute(name) ?? '');
        if (node.shadowRoot) left.push(node.shadowRoot);
      }
      left.push(...node.childNodes);
    }
    return [...texts];
  });
