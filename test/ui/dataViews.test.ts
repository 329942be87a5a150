import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DataPayload } from '../../src/views/payloads';
import { violations } from './harness/accessibility';
import { describedData, describedNames, type DescribedName } from './harness/describedData';
import { useHarness, refused, showOutput, themes, type Show } from './harness/page';

describe('a data cell', function () {
  this.timeout(180_000);
  const openPage = useHarness();
  const payloads = new Map<DescribedName, DataPayload>();

  before(async () => {
    for (const name of describedNames) payloads.set(name, await describedData(name));
  });

  async function shown(name: DescribedName, show: Show = {}) {
    const page = await openPage({ kind: 'outputs', query: 'view=error', ...show });
    await showOutput(page, 'data', payloads.get(name));
    await page.locator('.dnn-data').waitFor();
    return page;
  }

  const openAll = async (page: Page) => {
    const folded = page.locator('details:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
  };

  for (const name of describedNames)
    it(`of ${name} breaks no rule of accessibility in any theme and fits 340 pixels`, async () => {
      for (const theme of themes) {
        const page = await shown(name, { theme, width: 340 });
        await openAll(page);
        assert.deepEqual(await violations(page), [], theme);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 340, `${wide} pixels`);
        assert.deepEqual(await refused(page), []);
        await page.close();
      }
    });

  it('says in words what each bar of a histogram shows, and in a table', async () => {
    const page = await shown('table');
    const { classes } = payloads.get('table')!;
    const histogram = page.getByRole('img', { name: /^train: 3 classes/ });
    const [least, most] = [Math.min(...classes!.train), Math.max(...classes!.train)];
    const label = await histogram.getAttribute('aria-label');
    assert.equal(label, `train: 3 classes, from ${least} (virginica) to ${most} samples (setosa)`);
    const heights = await histogram
      .locator('rect')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));
    assert.deepEqual(
      heights.map((height) => Math.round((height / Math.max(...heights)) * most)),
      classes!.train,
    );
    await page.getByText('Counts', { exact: true }).click();
    const table = page.getByRole('table', { name: 'Classes, in samples' });
    await table.waitFor();
    const cells = await table.locator('tbody tr').allInnerTexts();
    assert.equal(cells.length, 3);
    assert.match(cells[0], new RegExp(`^setosa\\s+${classes!.train[0]}\\s`));
    await page.close();
  });

  it('shows the first rows of a table under the names of its columns', async () => {
    const page = await shown('values');
    const table = page.getByRole('table', { name: 'The first 10 training samples' });
    assert.deepEqual(await table.locator('thead th').allInnerTexts(), [
      ...['sample', 'area', 'rooms', 'year', 'price (target)'],
    ]);
    assert.equal(await table.locator('tbody tr').count(), 10);
    await page.close();
  });

  it('shows images by class, and some beside what augmentation makes of them', async () => {
    const page = await shown('images');
    const groups = page.getByRole('list', { name: 'Some training images' }).getByRole('listitem');
    assert.equal(await groups.count(), 10);
    assert.equal(await groups.first().locator('canvas').count(), 4);
    const pictures = page.locator('.dnn-augmented tbody tr').first().locator('canvas');
    const seen = await pictures.evaluateAll((canvases) =>
      canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
    assert.equal(new Set(seen).size, 4);
    await page.close();
  });
});
