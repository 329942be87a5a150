import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { themes, type Show } from './page';

const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core objects to in a page, one line an element: `color-contrast: .dnn-muted`. */
export async function violations(page: Page): Promise<readonly string[]> {
  // What stays in sight at the top covers what has been scrolled under it.
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(source);
  const found = await page.evaluate(
    (tags) =>
      (
        window as unknown as {
          axe: { run(context: Element, options: object): Promise<AxeResults> };
        }
      ).axe.run(document.body, { runOnly: { type: 'tag', values: tags } }),
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const [, why = ''] = failureSummary.split('\n');
      return `${id}: ${target.flat().join(' ')} – ${why.trim()}`;
    }),
  );
}

/** Expects of a page, as wide as a side bar and in each theme, that axe objects to nothing and nothing is wider than the page. */
export async function expectForEveryone(open: (show: Show) => Promise<Page>): Promise<void> {
  for (const theme of themes) {
    const page = await open({ theme, width: 340 });
    assert.deepEqual(await violations(page), [], theme);
    const overflow = () => document.documentElement.scrollWidth - innerWidth;
    assert.ok((await page.evaluate(overflow)) <= 0, `${theme}: wider than the page`);
    await page.close();
  }
}
