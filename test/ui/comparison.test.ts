import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { violations } from './harness/accessibility';
import { useHarness, themes } from './harness/page';

describe('views of chosen runs', function () {
  this.timeout(60_000);
  const openPage = useHarness();

  for (const theme of themes) {
    it(`have nothing that axe objects to: ${theme}`, async () => {
      for (const [kind, query] of [
        ['compare', 'view=many'],
        ['compare', 'view=answers'],
        ['panel', 'view=run&tab=training'],
      ] as const) {
        const page = await openPage({ kind, query, theme, width: 340 });
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page), [], `${kind}?${query}`);
        await page.close();
      }
    });
  }

  const sent = (page: Page) =>
    page.evaluate(() => (window as unknown as { sent: { type: string; text?: string }[] }).sent);

  it('give their tables to the clipboard, curves with all their points', async () => {
    const page = await openPage({ kind: 'compare', query: 'view=two' });
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('table', { name: 'Loss, batches' }).waitFor();
    for (const button of await page.getByRole('button', { name: 'Copy as CSV' }).all())
      await button.click();
    const [curves, settings] = (await sent(page))
      .filter(({ type }) => type === 'copy')
      .map(({ text = '' }) => parse(text));
    assert.deepEqual(curves[0], ['step', 'baseline', 'Jan 5, 02:03 PM']);
    assert.ok(curves.length > 500);
    assert.deepEqual(settings[0], ['', 'baseline', 'Jan 5, 02:03 PM']);
    assert.deepEqual(
      settings.find(([name]) => name === 'test loss'),
      ['test loss', '0.039', '0.062'],
    );
    await page.close();
  });

  it('ask for the answers of two runs, and show where one of them is wrong', async () => {
    const page = await openPage({ kind: 'compare', query: 'view=answers' });
    await page.getByRole('combobox', { name: 'Split' }).selectOption('validation');
    await page.getByRole('button', { name: 'Compare Answers' }).click();
    assert.deepEqual((await sent(page)).at(-1), {
      type: 'compareAnswers',
      between: [0, 1],
      split: 'validation',
    });
    const table = page.getByRole('table', { name: '400 answers to digits.test' });
    assert.match(await table.innerText(), /Only baseline is right\s+9\s+2\.25%/);
    const different = page.getByRole('list', { name: /^Samples to which baseline and / });
    assert.equal(await different.getByRole('listitem').count(), 9);
    await page.close();
  });

  it('smooth batches as the slider says, by keyboard', async () => {
    const page = await openPage({ kind: 'compare', query: 'view=two' });
    const slider = page.getByRole('slider', { name: 'Smoothing' });
    await slider.focus();
    await page.keyboard.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), 'none');
    await page.keyboard.press('ArrowRight');
    assert.equal(await slider.getAttribute('aria-valuetext'), 'mean of about 2 steps');
    await page.close();
  });

  it('pin the inspector, and leave a run for the newest', async () => {
    const page = await openPage({ kind: 'panel', query: 'view=run&tab=training' });
    await page.getByRole('button', { name: 'Pin', pressed: true }).click();
    await page.getByRole('button', { name: 'Show Latest' }).click();
    const told = (await sent(page)).filter(({ type }) => type !== 'ready');
    assert.deepEqual(told, [{ type: 'pin', pinned: false }, { type: 'latestRun' }]);
    await page.close();
  });
});
