import assert from 'node:assert/strict';
import { useHarness, refused, themes, type HarnessPage } from './harness/page';

const pages: readonly Pick<HarnessPage, 'kind' | 'query'>[] = [
  { kind: 'panel', query: 'view=trained&tab=graph' },
  { kind: 'outputs', query: 'view=noRate' },
];

describe('icons', function () {
  this.timeout(60_000);
  const openPage = useHarness();

  for (const { kind, query } of pages)
    it(`come from the font of the extension, which the content policy allows: ${kind}`, async () => {
      const page = await openPage({ kind, query });
      const icons = page.locator('.dnn-icon');
      await icons.first().waitFor();
      const fonts = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].map(({ family, status }) => `${family} ${status}`);
      });
      assert.deepEqual(fonts, ['dnn-codicon loaded']);
      assert.deepEqual(await refused(page), []);
      await page.close();
    });

  for (const theme of themes)
    it(`are drawn in the colour of their text: ${theme}`, async () => {
      const page = await openPage({
        kind: 'panel',
        query: 'view=trained&tab=graph',
        theme,
      });
      const icon = page.getByRole('button', { name: 'Pin' }).locator('.dnn-icon');
      const drawn = await icon.evaluate((element) => ({
        own: getComputedStyle(element, '::before').color,
        button: getComputedStyle(element.parentElement!).color,
        glyph: getComputedStyle(element, '::before').content,
      }));
      assert.equal(drawn.own, drawn.button);
      assert.match(drawn.glyph, /^["'][\ue000-\uf8ff]["']/);
      await page.close();
    });
});
