import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { violations } from './harness/accessibility';
import { DesignerHost } from './harness/designerHost';
import { useHarness, themes } from './harness/page';

const sources = [
  `data digits {
  source digits(train: 200, test: 50)
  batch 20
}`,
  `let units = 20

block unit(maps) {
  conv(maps, kernel: 3, padding: 1) relu
}

network N {
  input image[1, 28, 28]
  C1: conv(6, kernel: 5, init: he) leaky_relu(0.1)
  unit(8)
  R: add {
    { conv(8, kernel: 3, padding: 1) }
    { }
  }
  repeat 2 { dense(units) tanh }
  output: dense(10) softmax
}`,
  `train N on digits {
  loss cross_entropy
  phase first: backprop { layers C1; epochs 1 }
  phase all: backprop { epochs 1 }
}`,
];
const wrong = sources.with(1, sources[1].replace('kernel: 5', 'kernel: 50'));

/** What the page shows of a notebook once something is chosen. */
const views: [name: string, sources: readonly string[], choose: (page: Page) => Promise<void>][] = [
  ['nothing chosen', sources, () => Promise.resolve()],
  ['a layer', sources, (page) => page.locator('[data-node=C1]').click()],
  [
    'the structure, with a repeat chosen',
    sources,
    async (page) => {
      const structure = page.getByRole('radio', { name: 'Structure' });
      if (await structure.isVisible()) await structure.click();
      await page.getByRole('treeitem', { name: 'repeat 2' }).click();
    },
  ],
  ['a training', sources, (page) => page.getByText('train N on digits').click()],
  ['a mistake', wrong, (page) => page.locator('.dnn-notice-error').waitFor()],
];

describe('the page of the designer', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  for (const [name, cells, choose] of views)
    it(`breaks no rule of accessibility in any theme and fits 340 pixels: ${name}`, async () => {
      for (const theme of themes)
        for (const width of theme === 'dark' ? [1400, 340] : [340]) {
          const { prepare } = new DesignerHost(cells);
          const page = await openPage({
            ...{ kind: 'designer', query: '', theme, width, prepare },
          });
          try {
            await choose(page);
            await page.waitForTimeout(150);
            assert.deepEqual(await violations(page), [], `${theme}, ${width}`);
            const room = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(room <= width, `${room} pixels wide in ${width}, ${theme}`);
          } finally {
            await page.close();
          }
        }
    });
});
