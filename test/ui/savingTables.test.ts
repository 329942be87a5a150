import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { saveMessage } from '../../src/views/saving';
import { useHarness, type HarnessPage } from './harness/page';

const pages: readonly Pick<HarnessPage, 'kind' | 'query'>[] = [
  ...['graph', 'training', 'layers', 'features', 'results'].map((tab) => ({
    kind: 'panel' as const,
    query: `view=trained&tab=${tab}`,
  })),
  ...['evaluated', 'twoClasses', 'values'].map((view) => ({
    kind: 'panel' as const,
    query: `view=${view}&tab=evaluation`,
  })),
  { kind: 'panel', query: 'view=rows&tab=features' },
  ...['two', 'answers'].map((view) => ({ kind: 'compare' as const, query: `view=${view}` })),
  ...['data', 'network', 'trained', 'inspection', 'rate'].map((view) => ({
    kind: 'outputs' as const,
    query: `view=${view}`,
  })),
];

/** The table of a box as it is shown: its titles, and its rows without what stands below a head where there is little room. */
const shownTable = (page: Page, box: number) =>
  page
    .locator('.dnn-table-box')
    .nth(box)
    .evaluate((element) => {
      const [titles = [], ...rows] = [...element.querySelectorAll('thead tr, tbody tr')].map(
        (row) =>
          [...row.children].map((cell) =>
            [...cell.childNodes]
              .filter((node) => !(node instanceof Element && node.matches('.dnn-below')))
              .map(({ textContent }) => textContent ?? '')
              .join('')
              .trim(),
          ),
      );
      return { titles, rows };
    });

/** Numbers as programs write them; percent as fractions, `1.5 k` as 1500. */
function numberIn(text: string): number {
  const [, digits = '', unit = ''] = /^([-−\d.,e]+)\s*(%|k|M)?$/.exec(text) ?? [];
  const factor = { '%': 0.01, k: 1e3, M: 1e6 }[unit] ?? 1;
  return Number(digits.replace('−', '-').replaceAll(',', '')) * factor;
}

/** Whether a saved cell has what is shown: the same text, or a number that rounds to it. */
function agrees(shown: string, saved: string): boolean {
  if (shown === saved || (shown === '–' && saved === '')) return true;
  const [a, b] = [numberIn(shown), numberIn(saved)];
  return Math.abs(a - b) <= 0.006 * Math.abs(b) + 0.0006;
}

describe('a table of a page', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  const sent = async (page: Page, type: string) =>
    (
      await page.evaluate(
        () => (window as unknown as { sent: { type: string; text: string }[] }).sent,
      )
    ).filter((message) => message.type === type);

  for (const { kind, query } of pages)
    it(`is saved and copied as it is shown: ${kind}?${query}`, async () => {
      const page = await openPage({ kind, query });
      for (const folded of await page.locator('summary').all()) await folded.click();
      await page.waitForTimeout(100);
      const boxes = page.locator('.dnn-table-box');
      // No table of rows and columns is without.
      assert.equal(await page.locator('table.dnn-table').count(), await boxes.count());
      for (let i = 0; i < (await boxes.count()); i++) {
        const box = boxes.nth(i);
        await box.getByRole('button', { name: 'Save as CSV' }).press('Enter');
        await box.getByRole('button', { name: 'Copy as CSV' }).press('Enter');
        const file = saveMessage.parse((await sent(page, 'save')).at(-1));
        assert.match(file.name, /\.csv$/);
        assert.equal((await sent(page, 'copy')).at(-1)?.text, file.text);
        const [titles = [], ...saved] = parse(file.text, { relax_column_count: false });
        const shown = await shownTable(page, i);
        assert.ok(saved.length >= shown.rows.length, file.name);
        // Where all is shown, cell by cell; else a file has all that the page shows a part of.
        if (String(titles) === String(shown.titles)) {
          assert.equal(saved.length, shown.rows.length);
          shown.rows.forEach((row, r) =>
            row.forEach((cell, c) =>
              assert.ok(
                agrees(cell, saved[r]?.[c] ?? ''),
                `${file.name}, row ${r}, ${titles[c]}: ${cell} is saved as ${saved[r]?.[c]}`,
              ),
            ),
          );
        } else {
          for (const row of shown.rows)
            assert.ok(
              saved.some((others) =>
                row
                  .slice(0, 5)
                  .every((cell, c) => agrees(cell.replace(/^step /, ''), others[c] ?? '')),
              ),
              `${file.name} lacks ${row.join()}`,
            );
        }
      }
      await page.close();
    });
});
