import assert from 'node:assert/strict';
import { rootElement } from '../../../src/extension/inspector/rootElement';

/** What a browser reads from an attribute. */
const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('the element that a webview draws in', () => {
  it('carries no texts where they are English', () =>
    assert.equal(rootElement(undefined), '<div id="root"></div>'));

  it('carries texts that no quote, tag or entity of theirs breaks out of', () => {
    const words = {
      Close: `Fermer "l'onglet" &amp; </div><script>alert(1)</script>`,
      '{0} of {1}': '{0} \u2028 \\" < {1}',
    };
    const html = rootElement(words);
    const [, attribute = ''] = /^<div id="root" data-words="([^"<>']*)"><\/div>$/.exec(html) ?? [];
    assert.deepEqual(JSON.parse(unescaped(attribute)), words);
  });
});
