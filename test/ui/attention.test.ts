import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { expectForEveryone } from './harness/accessibility';
import { inOrder } from './harness/inOrder';
import { useHarness, type Show } from './harness/page';

describe('attention in the inspector', function () {
  this.timeout(180_000);
  const openPage = useHarness();

  const open = async (view: string, show: Show = {}) => {
    const page = await openPage({
      ...{ kind: 'panel', query: `view=${view}&tab=features`, ...show },
    });
    await page.getByText('Attention', { exact: true }).click();
    await page.getByRole('region', { name: /^What step \d+.* reads$/ }).waitFor();
    return page;
  };
  const reading = (page: Page) => page.locator('.dnn-query-reading');
  const until = (page: Page, title: string) =>
    page.getByRole('region', { name: `What step ${title} reads`, exact: true }).waitFor();
  /** What the page has asked of attention. */
  const asked = (page: Page) =>
    page.evaluate(() =>
      (window as unknown as { sent: { type: string; question?: { attention?: object[] } }[] }).sent
        .filter(({ type }) => type === 'ask')
        .flatMap(({ question }) => question?.attention ?? []),
    );

  for (const view of ['attention', 'longAttention', 'patches', 'attentive'])
    it(`gives axe nothing to object to in any theme: ${view}`, () =>
      expectForEveryone(async (show) => {
        const page = await open(view, show);
        await reading(page).getByText('Table', { exact: true }).click();
        return page;
      }));

  it('is offered where a layer attends, and asked for when it is opened', async () => {
    const without = await openPage({
      ...{ kind: 'panel', query: 'view=trained&tab=features' },
    });
    await without.getByText('Saliency map').waitFor();
    assert.equal(await without.getByText('Attention', { exact: true }).count(), 0);
    await without.close();

    const page = await openPage({
      ...{ kind: 'panel', query: 'view=attention&tab=features' },
    });
    await page.getByText('Saliency map').waitFor();
    assert.deepEqual(await asked(page), []);
    await page.getByText('Attention', { exact: true }).click();
    await until(page, '63 “n”');
    assert.deepEqual(await asked(page), [
      { layer: 'block_1.attention', heads: [0, 1, 2, 3] },
      { layer: 'block_1.attention', query: 63 },
    ]);
  });

  it('shows the text in the colours of what a character reads, chosen by keys and by a click', async () => {
    const page = await open('attention');
    const text = page.getByRole('slider', { name: 'Step that reads' });
    await text.focus();
    await page.keyboard.press('Home');
    await until(page, '0 “s”');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await until(page, '5 “n”');
    assert.equal(await text.getAttribute('aria-valuetext'), '5 “n”');
    await text.locator('[data-step="9"]').click();
    await until(page, '9 “e”');
    // Head 0 looks one step back.
    await page.getByRole('radio', { name: 'Mean', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await reading(page)
      .getByText(/^Head 0: \d+\.\d% from step 8 “s”/)
      .first()
      .waitFor();
    const lines = page.getByRole('list', { name: 'What each head reads' });
    assert.equal(await lines.getByRole('listitem').count(), 5);
    const colours = (step: number) =>
      text.locator(`[data-step="${step}"]`).evaluate((each) => each.style.backgroundColor);
    assert.notEqual(await colours(8), await colours(2));
    assert.equal(await colours(10), '', 'what comes later has no colour');
  });

  it('chooses the step that reads by a row of a map, by mouse and by keys', async () => {
    const page = await open('attention');
    const map = page.getByRole('slider', { name: 'Mean of all heads of block_1.attention' });
    await map.scrollIntoViewIfNeeded();
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: (10.5 / 64) * width, y: (20.5 / 64) * height } });
    await until(page, '20 “h”');
    await map.focus();
    await page.keyboard.press('ArrowUp');
    const said = (await map.getAttribute('aria-valuetext'))!;
    assert.match(said, /^\d+ “.+” reads (nothing of )?\d+ “.+”/);
    await page.keyboard.press('Enter');
    await until(page, said.replace(/ reads .*/, ''));

    const head = page.getByRole('radio', { name: 'Head 2', exact: true });
    await head.scrollIntoViewIfNeeded();
    const box = (await head.locator('canvas').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + (40.5 / 64) * box.height);
    await page.getByRole('slider', { name: 'Head 2 of block_1.attention' }).waitFor();
    await until(page, '40 “r”');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('slider', { name: 'Head 3 of block_1.attention' }).waitFor();
  });

  it('says that nothing later is read, and lists the shares as a table', async () => {
    const page = await open('attention');
    const map = page.getByRole('slider', { name: 'Mean of all heads of block_1.attention' });
    await map.focus();
    await page.keyboard.press('ArrowUp');
    assert.equal(await map.getAttribute('aria-valuetext'), '62 “e” reads nothing of 63 “n”');
    await reading(page).getByText('Table', { exact: true }).click();
    const table = page.getByRole('table', { name: 'Shares of what step 63 “n” reads' });
    const heads = await table.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(heads, ['Step', 'Mean of all heads', 'Head 0', 'Head 1', 'Head 2', 'Head 3']);
    assert.equal(await table.locator('tbody tr').count(), 64);
  });

  it('keeps the step that reads from layer to layer', async () => {
    const page = await open('attention');
    await page.getByRole('slider', { name: 'Step that reads' }).press('Home');
    await until(page, '0 “s”');
    await page.getByRole('combobox', { name: 'Layer' }).click();
    await page.getByRole('option', { name: 'block_2.attention' }).click();
    await page.getByRole('region', { name: 'Attention of block_2.attention' }).waitFor();
    await until(page, '0 “s”');
    assert.deepEqual((await asked(page)).slice(-2), [
      { layer: 'block_2.attention', heads: [0, 1, 2, 3] },
      { layer: 'block_2.attention', query: 0 },
    ]);
  });

  it('lays what a patch reads over the picture, where the patches are', async () => {
    const page = await open('patches');
    await until(page, '10 (row 2, column 2)');
    const picture = page.getByRole('slider', { name: 'Step that reads' });
    await picture.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await until(page, '6 (row 1, column 2)');
    const large = page.locator('.dnn-read-place-large');
    const [whole, area, region] = await Promise.all(
      ['.dnn-over-picture', '.dnn-over-area', '.dnn-region'].map(
        async (part) => (await large.locator(part).boundingBox())!,
      ),
    );
    for (const side of ['x', 'y', 'width', 'height'] as const)
      assert.ok(Math.abs(area[side] - whole[side]) < 2, side);
    assert.ok(Math.abs(region.x - whole.x - whole.width / 2) < 2, 'column 2 of 4');
    assert.ok(Math.abs(region.y - whole.y - whole.height / 4) < 2, 'row 1 of 4');
    const small = page.getByRole('img', { name: /^(Mean of all heads|Head \d): / });
    assert.equal(await small.count(), 4);
  });

  it('tells long sequences in blocks, and of many heads the first ones until all are wanted', async () => {
    const page = await open('longAttention');
    await page.getByText('Of 600 steps, 3 share a row and a column').waitFor();
    const maps = page.getByRole('radiogroup', { name: 'Head' }).getByRole('radio');
    assert.equal(await maps.count(), 9);
    assert.equal(await maps.first().locator('canvas').getAttribute('width'), '200');
    await page.getByRole('button', { name: 'Show all 12 heads' }).click();
    await page.getByRole('radio', { name: 'Head 11', exact: true }).waitFor();
    assert.equal(await maps.count(), 13);
    const map = page.getByRole('slider', { name: 'Mean of all heads of block_1.attention' });
    assert.match(
      (await map.getAttribute('aria-valuetext'))!,
      /^597 to 599 reads 597 to 599: 0\.\d+$/,
    );
    await reading(page).getByText('Table', { exact: true }).click();
    await page.getByText('At most 100 steps, those that are read most').waitFor();
  });

  it('shows steps without names as rows of all heads', async () => {
    const page = await open('attentive');
    await until(page, '30');
    const rows = page.getByRole('slider', { name: 'What each head reads' });
    await rows.focus();
    await page.keyboard.press('ArrowRight');
    assert.match((await rows.getAttribute('aria-valuetext'))!, /^Mean of all heads, step 1: 0\.\d/);
    await page.keyboard.press('Enter');
    await until(page, '1');
  });

  it('answers for a text of one’s own', async () => {
    const page = await openPage({
      ...{ kind: 'panel', query: 'view=attention&tab=features' },
    });
    await page.getByRole('radio', { name: 'Your text' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('who reads whom');
    await page.getByText('Attention', { exact: true }).click();
    await until(page, '63 “m”');
  });
});

describe('attention in the editor', function () {
  this.timeout(240_000);
  inOrder(this);
  let editor: Editor;
  let inspector: Frame;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-attention-'));
    writeFileSync(join(folder, 'sums.dnn'), sums);
    editor = await openEditor({ workspace: folder });
    await editor.openNotebook('sums.dnn');
    await editor.runCommand('DNN Notebook: Open Inspector');
    inspector = await editor.findFrame('.dnn-panel-head', 60);
    await inspector.getByRole('tab', { name: 'Feature maps' }).click();
    await inspector.getByText('Attention', { exact: true }).click({ timeout: 60_000 });
    await inspector.getByRole('region', { name: 'Attention of A' }).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await editor?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The table of what the step on view reads: a row for each step, most read first. */
  const table = () =>
    inspector.locator('.dnn-query-reading tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        step: row.querySelector('th')!.innerText,
        shares: Array.from(row.querySelectorAll('td'), ({ innerText }) => Number(innerText)),
      })),
    );
  const sums1 = (rows: Awaited<ReturnType<typeof table>>) => {
    for (const column of [0, 1, 2]) {
      const sum = rows.reduce((total, { shares }) => total + shares[column], 0);
      assert.ok(Math.abs(sum - 1) < 0.01, `column ${column} sums to ${sum}`);
    }
  };

  it('a character reads the sample’s characters before it, in shares that sum to 1', async () => {
    const reading = inspector.locator('.dnn-query-reading');
    await reading.getByText('Table', { exact: true }).click();
    await reading.locator('tbody tr').first().waitFor();
    const rows = await table();
    assert.equal(rows.length, 16);
    sums1(rows);
    const text = inspector.getByRole('slider', { name: 'Step that reads' });
    const letters = (await text.innerText()).replaceAll(/\s/g, '');
    assert.match(letters, /^[a-z.␣]{16}$/);
    for (const { step } of rows) {
      const [, place, letter] = /^(\d+) “(.)”$/.exec(step)!;
      assert.equal(letters[Number(place)], letter);
    }
    await text.focus();
    await text.press('Home');
    await inspector.getByRole('region', { name: /^What step 0 “.” reads$/ }).waitFor();
    const [first, ...others] = await table();
    assert.deepEqual([first.shares, others], [[1, 1, 1], []]);
    await editor.screenshot('inspector-attention');
  });

  it('a text of one’s own has an attention of its own', async () => {
    await inspector.getByRole('radio', { name: 'Your text' }).click();
    await inspector.getByRole('textbox', { name: 'Text' }).fill('one and two make');
    await inspector.getByText('Attention', { exact: true }).click();
    await inspector.getByRole('region', { name: 'What step 15 “e” reads' }).waitFor();
    const text = inspector.getByRole('slider', { name: 'Step that reads' });
    assert.equal((await text.innerText()).replaceAll(/\s/g, ''), 'one␣and␣two␣make');
  });
});

const sums = `---
dnn: 1
---

\`\`\`dnn
data text {
  source sums(train: 2000, test: 400, greatest: 12, steps: 16, targets: each)
  normalize none
  batch 16
}
network Net {
  input characters[16]
  embedding(8, vocabulary: 22)
  position
  A: attention(2, causal: true)
  output: step_dense(22) softmax
}
\`\`\`
`;
